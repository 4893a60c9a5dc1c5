package dev.steadfast.deployment;

import dev.steadfast.broker.FreePorts;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What containers have each for itself - host names, ports, a root folder - on one machine: every port of a service becomes a free one of
 * the loopback address.
 */
final class Loopback {

    private final Map<String, Integer> ports = new LinkedHashMap<>();

    /** The port of this machine that stands for a service's. */
    int port(String service, int port) {
        return ports.computeIfAbsent(service + ":" + port, unused -> FreePorts.next());
    }

    /**
     * What a service is told, put in terms of this machine.
     *
     * @param service the service that is told: 127.0.0.1 is itself
     * @param root the folder that stands for its root
     */
    String translated(String service, Path root, String text) {
        String result = text;
        for (Map.Entry<String, Integer> entry : ports.entrySet()) {
            result = result.replace(entry.getKey(), "127.0.0.1:" + entry.getValue());
            if (entry.getKey().startsWith(service + ":")) {
                String own = entry.getKey().substring(service.length());
                result = result.replace("127.0.0.1" + own, "127.0.0.1:" + entry.getValue());
            }
        }
        return result.replaceAll("(^|[=@:])(/(?:app|tmp|opt)\\b)", "$1" + root + "$2");
    }
}
