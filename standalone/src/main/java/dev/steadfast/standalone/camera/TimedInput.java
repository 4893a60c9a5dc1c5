package dev.steadfast.standalone.camera;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a stream, read so that nothing waits for ever: a pause can be seen, silence is an error, and who waits can be interrupted.
 *
 * <p>Threading notes: a daemon thread reads the stream, a few chunks ahead at most, and hands them over through a queue to the one thread
 * that reads here. It ends with the stream, and when this is closed; a read of standard input may hold it until the process ends.
 */
final class TimedInput implements AutoCloseable {

    /** What {@link #read} returns at the end. */
    static final int END = -1;

    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int CHUNKS_AHEAD = 4;

    /** Bytes; none at the end of the stream, with the failure if it was one. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
    private record Chunk(byte[] bytes, @Nullable IOException failure) {}

    private final InputStream input;
    private final long silenceNanos;
    private final BlockingQueue<Chunk> chunks = new ArrayBlockingQueue<>(CHUNKS_AHEAD);
    private final Thread reader;

    private Chunk current = new Chunk(new byte[1], null);
    private int next = 1;

    private TimedInput(String name, InputStream input, long silenceNanos) {
        this.input = input;
        this.silenceNanos = silenceNanos;
        this.reader = new Thread(this::readAhead, "reads-" + name);
        reader.setDaemon(true);
    }

    /** Reads a stream that may be silent for as long as it likes. */
    static TimedInput patient(String name, InputStream input) {
        return start(new TimedInput(name, input, Long.MAX_VALUE));
    }

    /** Reads a stream that fails when nothing has come for so long. */
    static TimedInput of(String name, InputStream input, Duration silence) {
        return start(new TimedInput(name, input, silence.toNanos()));
    }

    private static TimedInput start(TimedInput started) {
        started.reader.start();
        return started;
    }

    /**
     * Waits for the next byte.
     *
     * @return 0 to 255, or {@link #END}
     * @throws IOException if the stream cannot be read, or is silent for too long
     */
    int read() throws IOException, InterruptedException {
        if (next == current.bytes.length && !isEnded() && !await(silenceNanos)) {
            throw new IOException("nothing has come for %d s".formatted(TimeUnit.NANOSECONDS.toSeconds(silenceNanos)));
        }
        if (next < current.bytes.length) {
            return current.bytes[next++] & 0xff;
        }
        if (current.failure != null) {
            throw new IOException(current.failure.getMessage(), current.failure);
        }
        return END;
    }

    /** Takes back the byte that was read last; no other after it. */
    void unread() {
        next--;
    }

    /** Waits for a byte or the end of the stream, and says whether neither has come in time. */
    boolean pauses(Duration time) throws InterruptedException {
        return next == current.bytes.length && !isEnded() && !await(time.toNanos());
    }

    @Override
    public void close() {
        reader.interrupt();
        try {
            input.close();
        } catch (IOException e) {
            // Nothing more is wanted of it.
        }
    }

    private boolean isEnded() {
        return current.bytes.length == 0;
    }

    private boolean await(long nanos) throws InterruptedException {
        Chunk chunk = chunks.poll(nanos, TimeUnit.NANOSECONDS);
        if (chunk == null) {
            return false;
        }
        current = chunk;
        next = 0;
        return true;
    }

    private void readAhead() {
        byte[] buffer = new byte[CHUNK_BYTES];
        try {
            for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                if (read > 0) {
                    chunks.put(new Chunk(Arrays.copyOf(buffer, read), null));
                }
            }
            chunks.put(new Chunk(new byte[0], null));
        } catch (IOException e) {
            end(e);
        } catch (RuntimeException e) {
            end(new IOException(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void end(IOException failure) {
        try {
            chunks.put(new Chunk(new byte[0], failure));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }
}
