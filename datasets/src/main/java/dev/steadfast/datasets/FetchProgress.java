package dev.steadfast.datasets;

/** What a fetch tells whoever waits for it; called by the thread that fetches. */
public interface FetchProgress {

    /** For who does not want to know. */
    FetchProgress SILENT = new FetchProgress() {
        @Override
        public void note(String message) {
            // not wanted
        }

        @Override
        public Step begin(String what, long bytes) {
            return total -> {};
        }
    };

    /** A sentence, such as why a source was given up. */
    void note(String message);

    /**
     * Begins something that takes a while.
     *
     * @param what a few words, such as a file's name
     * @param bytes how many there are, or -1 where that is not known
     */
    Step begin(String what, long bytes);

    /** A thing under way; closed at its end, whether it went well or not. */
    @FunctionalInterface
    interface Step extends AutoCloseable {

        /** So many bytes are done, in all. */
        void reached(long bytes);

        @Override
        default void close() {}
    }
}
