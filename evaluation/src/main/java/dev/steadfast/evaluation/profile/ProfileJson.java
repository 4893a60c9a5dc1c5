package dev.steadfast.evaluation.profile;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.steadfast.evaluation.EvaluationException;
import dev.steadfast.evaluation.measurement.MeasurementDescription;
import dev.steadfast.files.WholeFile;
import dev.steadfast.smoothing.forecast.VoteShare;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A profile as JSON.
 *
 * @param format version of this format: 1
 * @param measurement as beside a table
 * @param votesPerSecond see {@link VoteProfile}
 * @param votes for the chosen class, of {@code measurement.n}, image by image
 * @param runnerUp votes for the class, of the others, that had most, and invalid ones, likewise
 */
@JsonPropertyOrder({"format", "measurement", "votesPerSecond", "votes", "runnerUp"})
record ProfileJson(
        int format,
        MeasurementDescription measurement,
        double votesPerSecond,
        List<Integer> votes,
        List<Integer> runnerUp) {

    private static final int FORMAT = 1;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static void write(VoteProfile profile, Path file) throws IOException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        ProfileJson json = new ProfileJson(
                FORMAT,
                profile.measurement(),
                profile.votesPerSecond(),
                profile.shares().stream().map(VoteShare::votes).toList(),
                profile.shares().stream().map(VoteShare::runnerUp).toList());
        WholeFile.write(file, MAPPER.writer(printer).writeValueAsString(json) + "\n");
    }

    /** @throws EvaluationException if the text is no profile; the message does not name the file */
    static VoteProfile read(String text) {
        try {
            return MAPPER.readValue(text, ProfileJson.class).profile();
        } catch (JsonProcessingException e) {
            throw new EvaluationException(
                    "must be what 'steadfast certify --profile' writes: " + e.getOriginalMessage(), e);
        }
    }

    private VoteProfile profile() {
        if (format != FORMAT) {
            throw new EvaluationException("format must be " + FORMAT + ", but is " + format);
        }
        if (votes.stream().anyMatch(Objects::isNull) || runnerUp.stream().anyMatch(Objects::isNull)) {
            throw new EvaluationException("votes and runnerUp must be whole numbers, but one is null");
        }
        if (votes.size() != runnerUp.size()) {
            throw new EvaluationException("runnerUp must have as many numbers as votes, %d, but has %d"
                    .formatted(votes.size(), runnerUp.size()));
        }
        try {
            return new VoteProfile(
                    measurement,
                    votesPerSecond,
                    IntStream.range(0, votes.size())
                            .mapToObj(i -> new VoteShare(votes.get(i), runnerUp.get(i), measurement.n()))
                            .toList(),
                    true);
        } catch (IllegalArgumentException e) {
            throw new EvaluationException(String.valueOf(e.getMessage()), e);
        }
    }
}
