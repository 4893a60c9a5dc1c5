package dev.steadfast.streams.admission;

import java.util.ArrayList;
import java.util.List;

/**
 * What an owner of frames has to do now.
 *
 * @param sendings tasks to be sent, in this order
 * @param givenUp frames to be answered without a vote
 */
public record Orders(List<Sending> sendings, List<GivenUp> givenUp) {

    /**
     * The next tasks of a frame.
     *
     * @param id of the frame
     * @param tasks how many, at least 1
     */
    public record Sending(String id, int tasks) {}

    /**
     * A frame that will not be begun.
     *
     * @param id of the frame
     * @param shortage why
     */
    public record GivenUp(String id, Shortage shortage) {}

    static Orders none() {
        return new Orders(new ArrayList<>(), new ArrayList<>());
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return sendings.isEmpty() && givenUp.isEmpty();
    }
}
