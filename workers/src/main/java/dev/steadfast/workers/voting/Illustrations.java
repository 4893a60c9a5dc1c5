package dev.steadfast.workers.voting;

import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.ReplayOrder;
import dev.steadfast.models.VoteRequest;
import dev.steadfast.schemas.Topics;
import java.util.Optional;

/** How many samples of a task are shown, and not only voted on: what its replay order asks for, within bounds. */
final class Illustrations {

    /** The most samples that a worker shows of a task. */
    static final int MOST = 8;

    /** Of the largest record, what is left for everything but pictures: the counts of 10,000 classes, texts, the producer's framing. */
    private static final int RESERVED_BYTES = 256 * 1024;

    private Illustrations() {}

    /** The samples to be shown; empty for a task without a replay order, or if the image is so large that not one fits into a record. */
    static Optional<VoteRequest> of(NoiseTask task, VoteRequest request) {
        ReplayOrder order = task.getReplay();
        if (order == null) {
            return Optional.empty();
        }
        int asked = Math.min(Math.min(order.getIllustrated(), MOST), request.samples());
        int shown = Math.min(asked, fitting(request.image().length));
        return shown < 1
                ? Optional.empty()
                : Optional.of(
                        new VoteRequest(request.image(), request.sigma(), request.key(), request.firstSample(), shown));
    }

    private static int fitting(int imageBytes) {
        return (Topics.REPLAYED_VOTES.maxMessageBytes() - RESERVED_BYTES) / (2 * Math.max(1, imageBytes));
    }
}
