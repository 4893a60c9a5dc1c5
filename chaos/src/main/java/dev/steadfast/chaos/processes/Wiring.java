package dev.steadfast.chaos.processes;

import dev.steadfast.broker.FreePorts;
import dev.steadfast.chaos.network.FaultyLink;
import dev.steadfast.chaos.schedule.Part;
import dev.steadfast.chaos.schedule.Part.Role;
import dev.steadfast.chaos.schedule.Roster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Who listens where, on this machine. Each client reaches each broker through a listener of its own, which that broker advertises by the address of a link
 * in front of it: so the connections of the one can be disturbed and all others not. It is the same with the registry. Brokers reach each other, and the
 * harness reaches all, without a link.
 */
final class Wiring implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final String DIRECT = "DIRECT";
    private static final int COPIES = 3;

    private record Connection(Part client, Part service) {}

    private final Roster roster;
    private final Map<Part, Integer> ports = new HashMap<>();
    private final Map<Part, Integer> controllers = new HashMap<>();
    private final Map<Part, Integer> management = new HashMap<>();
    private final Map<Connection, Integer> listeners = new HashMap<>();
    private final Map<Connection, FaultyLink> links = new HashMap<>();

    Wiring(Roster roster) throws IOException {
        this.roster = roster;
        roster.parts().forEach(part -> ports.put(part, FreePorts.next()));
        roster.parts(Role.BROKER).forEach(broker -> controllers.put(broker, FreePorts.next()));
        for (Part client : roster.clients()) {
            management.put(client, FreePorts.next());
            for (Part broker : roster.parts(Role.BROKER)) {
                Connection connection = new Connection(client, broker);
                int listener = FreePorts.next();
                listeners.put(connection, listener);
                links.put(connection, FaultyLink.to(listener));
            }
            Part registry = registry();
            links.put(new Connection(client, registry), FaultyLink.to(port(registry)));
        }
    }

    private Part registry() {
        return roster.parts(Role.REGISTRY).get(0);
    }

    /** The port that a part serves on; of a broker, the one without links. */
    int port(Part part) {
        return Objects.requireNonNull(ports.get(part), part::toString);
    }

    int management(Part client) {
        return Objects.requireNonNull(management.get(client), client::toString);
    }

    /** The connection of a client with a broker or the registry. */
    FaultyLink link(Part client, Part service) {
        return Objects.requireNonNull(
                links.get(new Connection(client, service)), () -> "no link from " + client + " to " + service);
    }

    String bootstrapServers() {
        return addresses(roster.parts(Role.BROKER).stream().map(this::port).toList());
    }

    String bootstrapServers(Part client) {
        return addresses(roster.parts(Role.BROKER).stream()
                .map(broker -> link(client, broker).port())
                .toList());
    }

    String registryUrl() {
        return registryUrl(port(registry()));
    }

    String registryUrl(Part client) {
        return registryUrl(link(client, registry()).port());
    }

    /** Kafka's own settings of a broker. */
    Map<String, String> settings(Part broker) {
        List<String> listening = new ArrayList<>(
                List.of(DIRECT + "://" + address(port(broker)), "CONTROLLER://" + address(controller(broker))));
        List<String> advertised = new ArrayList<>(List.of(DIRECT + "://" + address(port(broker))));
        List<String> protocols = new ArrayList<>(List.of(DIRECT + ":PLAINTEXT", "CONTROLLER:PLAINTEXT"));
        for (Part client : roster.clients()) {
            String name = client.toString().toUpperCase(Locale.ROOT).replace('-', '_');
            int port = Objects.requireNonNull(listeners.get(new Connection(client, broker)));
            listening.add(name + "://" + address(port));
            advertised.add(name + "://" + address(link(client, broker).port()));
            protocols.add(name + ":PLAINTEXT");
        }
        Map<String, String> values = new LinkedHashMap<>();
        values.put("node.id", Integer.toString(broker.number()));
        values.put(
                "controller.quorum.voters",
                roster.parts(Role.BROKER).stream()
                        .map(voter -> voter.number() + "@" + address(controller(voter)))
                        .collect(Collectors.joining(",")));
        values.put("listeners", String.join(",", listening));
        values.put("advertised.listeners", String.join(",", advertised));
        values.put("listener.security.protocol.map", String.join(",", protocols));
        values.put("inter.broker.listener.name", DIRECT);
        values.put("num.network.threads", "1");
        if (roster.brokers() >= COPIES) {
            String copies = Integer.toString(COPIES);
            String enough = Integer.toString(COPIES - 1);
            values.put("default.replication.factor", copies);
            values.put("min.insync.replicas", enough);
            values.put("offsets.topic.replication.factor", copies);
            values.put("transaction.state.log.replication.factor", copies);
            values.put("transaction.state.log.min.isr", enough);
            values.put("share.coordinator.state.topic.replication.factor", copies);
            values.put("share.coordinator.state.topic.min.isr", enough);
        }
        return values;
    }

    private int controller(Part broker) {
        return Objects.requireNonNull(controllers.get(broker), broker::toString);
    }

    private static String registryUrl(int port) {
        return "http://" + address(port) + "/apis/ccompat/v7";
    }

    private static String addresses(List<Integer> ports) {
        return ports.stream().map(Wiring::address).collect(Collectors.joining(","));
    }

    private static String address(int port) {
        return HOST + ":" + port;
    }

    @Override
    public void close() throws IOException {
        for (FaultyLink link : links.values()) {
            link.close();
        }
    }
}
