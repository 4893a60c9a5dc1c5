package dev.steadfast.gateway;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * {@code GET /v1/predictions/stream}: answers as they arrive, as server-sent events. Confined to the gateway's event loop.
 */
final class StreamHandler implements Handler<RoutingContext> {

    /** The most past answers that a client may ask for. */
    static final int MAX_LAST = 200;

    private final Answers answers;
    private final int maxReaders;
    private final Set<StreamReader> readers = new LinkedHashSet<>();

    StreamHandler(Answers answers, int maxReaders) {
        this.answers = answers;
        this.maxReaders = maxReaders;
    }

    @Override
    public void handle(RoutingContext request) {
        Predicate<Answer> wanted = wanted(request.queryParams());
        int last = last(request.queryParams());
        if (readers.size() >= maxReaders) {
            throw Problem.tryAgain(503, "%d clients read the stream, the most that may".formatted(maxReaders))
                    .exception();
        }
        StreamReader reader = new StreamReader(request.response(), wanted);
        request.response().closeHandler(gone -> readers.remove(reader));
        request.response().exceptionHandler(gone -> readers.remove(reader));
        readers.add(reader);
        reader.open();
        answers.latest(last, wanted).forEach(answer -> reader.offer(answer, StreamReader.event(answer)));
    }

    void broadcast(Answer answer) {
        if (readers.isEmpty()) {
            return;
        }
        Buffer event = StreamReader.event(answer);
        readers.forEach(reader -> reader.offer(answer, event));
    }

    void heartbeat() {
        readers.forEach(StreamReader::heartbeat);
    }

    int readers() {
        return readers.size();
    }

    void end() {
        List.copyOf(readers).forEach(StreamReader::end);
        readers.clear();
    }

    private static Predicate<Answer> wanted(MultiMap query) {
        String camera = query.get("camera");
        if (camera == null) {
            return answer -> true;
        }
        Optional<String> name = Optional.of(CameraName.of(camera).value());
        return answer -> answer.cameraId().equals(name);
    }

    private static int last(MultiMap query) {
        String text = query.get("last");
        if (text == null) {
            return 0;
        }
        try {
            int last = Integer.parseInt(text);
            if (last >= 0 && last <= MAX_LAST) {
                return last;
            }
        } catch (NumberFormatException e) {
            throw badLast(text);
        }
        throw badLast(text);
    }

    private static ProblemException badLast(String text) {
        return Problem.of(
                        400,
                        "query parameter 'last' must be a number of predictions, 0 to %d, was '%s'"
                                .formatted(MAX_LAST, text))
                .exception();
    }
}
