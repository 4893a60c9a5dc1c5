package dev.steadfast.gateway.bodies;

/** The {@link Room} that a request has. Used by one thread at a time: the gateway's event loop, or the worker that it gives the body to. */
public final class Reservation implements AutoCloseable {

    private final Room room;
    private int frames;
    private long bytes;

    Reservation(Room room) {
        this.room = room;
    }

    /**
     * Makes it room for just so much.
     *
     * @throws dev.steadfast.gateway.problems.ProblemException 429 if there is not so much; then it is what it was
     */
    public void hold(int wantedFrames, long wantedBytes) {
        room.take(wantedFrames - frames, wantedBytes - bytes);
        frames = wantedFrames;
        bytes = wantedBytes;
    }

    /**
     * Makes it room for so many bytes at least.
     *
     * @throws dev.steadfast.gateway.problems.ProblemException 429 if there are not so many
     */
    void holdBytes(long wantedBytes) {
        if (wantedBytes > bytes) {
            hold(frames, wantedBytes);
        }
    }

    /** Gives back the room of one image. */
    public void free(long imageBytes) {
        hold(frames - 1, bytes - imageBytes);
    }

    /** Gives back what there is of it. */
    @Override
    public void close() {
        hold(0, 0);
    }
}
