package dev.steadfast.streams;

import dev.steadfast.avro.WaitingFrames;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the log when an instance begins to have more frames than its workers can vote on, and when it has them no more.
 *
 * <p>Threading notes: for one thread.
 */
final class OverloadLog {

    private static final Logger LOG = LoggerFactory.getLogger(OverloadLog.class);

    private boolean overloaded;

    /**
     * Takes what waits at the moment.
     *
     * @return the same
     */
    List<WaitingFrames> note(List<WaitingFrames> waiting) {
        boolean now = waiting.stream().anyMatch(WaitingFrames::getOverloaded);
        if (now != overloaded) {
            overloaded = now;
            if (now) {
                LOG.atWarn()
                        .addKeyValue("waiting", waiting)
                        .log(
                                "More frames come than the workers can vote on; those whose turn would come too late are given up");
            } else {
                LOG.info("The workers keep up with the frames again");
            }
        }
        return waiting;
    }
}
