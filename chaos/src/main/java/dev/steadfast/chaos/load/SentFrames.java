package dev.steadfast.chaos.load;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What was published, and what of it was acknowledged. Safe for use by several threads. */
public final class SentFrames {

    private final Map<String, Sent> sent = new ConcurrentHashMap<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    public void sent(Sent frame) {
        sent.putIfAbsent(frame.frameId(), frame);
    }

    public void acknowledged(String frameId) {
        acknowledged.add(frameId);
    }

    /** All that was sent, in no order. */
    public Collection<Sent> all() {
        return List.copyOf(sent.values());
    }

    /** The ids that brokers or a gateway have said to have. */
    public Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }
}
