package dev.steadfast.gateway.frames;

import dev.steadfast.gateway.problems.Problem;

/** Places for images that are under way: the bound of the memory that they take. Confined to the gateway's event loop. */
final class Slots {

    private final int most;
    private int taken;

    Slots(int most) {
        this.most = most;
    }

    /**
     * Takes places, all or none.
     *
     * @throws dev.steadfast.gateway.problems.ProblemException 429 if there are not so many
     */
    void take(int count) {
        if (taken + count > most) {
            throw Problem.tryAgain(
                            429, "%d frames are under way; %d are the most that are taken".formatted(taken, most))
                    .exception();
        }
        taken += count;
    }

    void free(int count) {
        taken -= count;
    }

    int taken() {
        return taken;
    }
}
