package dev.steadfast.streams.certification;

import dev.steadfast.avro.AcceptedFrame;

/** By what a ledger is known: in state, in accepted-frames, and in its tasks and votes. */
public final class LedgerId {

    /** No frame's id has a space. */
    private static final String SHADOW = " shadow";

    private LedgerId() {}

    /** The id of the frame; where the bundle only shadows the one that answers, another one that no frame can have. */
    public static String of(AcceptedFrame frame) {
        return frame.getShadow() ? frame.getFrameId() + SHADOW : frame.getFrameId();
    }
}
