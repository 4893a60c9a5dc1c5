package dev.steadfast.standalone.watch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.steadfast.schemas.AnswerObjects;

/** Answers in JSON, as the gateway writes them; doubles are read back as the same doubles. */
final class AnswerJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private AnswerJson() {}

    static ObjectNode of(Answer answer) {
        return MAPPER.valueToTree(
                answer instanceof Answer.Predicted predicted
                        ? AnswerObjects.of(predicted.prediction())
                        : AnswerObjects.of(((Answer.Rejected) answer).rejection()));
    }
}
