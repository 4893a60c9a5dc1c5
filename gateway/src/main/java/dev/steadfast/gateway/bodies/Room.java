package dev.steadfast.gateway.bodies;

import dev.steadfast.gateway.problems.Problem;

/**
 * Room for images that are under way, from their first byte to the brokers' acknowledgement: the bound of the memory that they take.
 * Safe for use by several threads, since bodies are unfolded on worker threads.
 */
public final class Room {

    private final int mostFrames;
    private final long mostBytes;
    private int frames;
    private long bytes;

    /**
     * Empty room.
     *
     * @param mostFrames images under way
     * @param mostBytes their bytes, in all
     */
    public Room(int mostFrames, long mostBytes) {
        this.mostFrames = mostFrames;
        this.mostBytes = mostBytes;
    }

    /**
     * Makes room for a request, as one image until it is known how many it has.
     *
     * @param bytes that it announces, 0 if it announces none
     * @throws dev.steadfast.gateway.problems.ProblemException 429 if there is no room
     */
    public Reservation reserve(long bytes) {
        Reservation reservation = new Reservation(this);
        reservation.hold(1, bytes);
        return reservation;
    }

    /** How many images are under way. */
    public synchronized int frames() {
        return frames;
    }

    /** How many bytes there is room for in use, or set aside. */
    public synchronized long bytes() {
        return bytes;
    }

    /** Takes more, all or none; gives back what is negative. */
    synchronized void take(int moreFrames, long moreBytes) {
        if (moreFrames > 0 && frames + moreFrames > mostFrames) {
            throw Problem.tryAgain(
                            429,
                            "%d frames are under way; %d are the most that are taken".formatted(frames, mostFrames))
                    .exception();
        }
        if (moreBytes > 0 && bytes + moreBytes > mostBytes) {
            throw Problem.tryAgain(
                            429,
                            "frames of %d bytes are under way; with these they would be more than the %d that are taken"
                                    .formatted(bytes, mostBytes))
                    .exception();
        }
        frames += moreFrames;
        bytes += moreBytes;
    }
}
