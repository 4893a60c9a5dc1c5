package dev.steadfast.chaos.processes;

import dev.steadfast.chaos.network.FaultyLink;
import dev.steadfast.chaos.schedule.Part;
import dev.steadfast.chaos.schedule.Part.Role;
import dev.steadfast.chaos.schedule.Roster;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A whole system, each part a process of its own, on free ports of this machine. What ends by itself is noted, and started again as a supervisor would. */
public final class Fleet implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Path folder;
    private final Roster roster;
    private final Orders orders;
    private final Wiring wiring;
    private final Map<Part, Program> programs = new LinkedHashMap<>();
    private final List<String> ends = new CopyOnWriteArrayList<>();

    /**
     * What the processes are started with.
     *
     * @param own the installation that is tried
     * @param second what every second topology, worker and gateway is started from: another version, or the same
     * @param settings of all clients, {@code key=value}
     */
    public record Orders(Installation own, Installation second, List<String> settings) {

        public Orders {
            settings = List.copyOf(settings);
        }
    }

    /**
     * Lays a system out; nothing is started yet.
     *
     * @param folder where data and logs go
     * @throws IOException if no port is to be had, or the folder cannot be written
     */
    public Fleet(Path folder, Roster roster, Orders orders) throws IOException {
        this.folder = Files.createDirectories(folder.toAbsolutePath());
        this.roster = roster;
        this.orders = orders;
        this.wiring = new Wiring(roster);
        for (Part part : roster.parts()) {
            Installation installation =
                    part.number() % 2 == 0 && roster.clients().contains(part) ? orders.second() : orders.own();
            programs.put(
                    part,
                    new Program(
                            part.toString(),
                            installation.command(arguments(part)),
                            this.folder.resolve(part + ".log"),
                            how -> endedByItself(part, how)));
        }
    }

    private void endedByItself(Part part, String how) {
        ends.add(how);
        start(part);
    }

    private List<String> arguments(Part part) {
        String port = Integer.toString(wiring.port(part));
        String data = folder.resolve(part.toString()).toString();
        String management = "management-port=";
        return switch (part.role()) {
            case BROKER -> {
                List<String> words = new ArrayList<>(List.of(
                        "broker", "--only", "kafka", "--kafka-port", port, "--registry-port", "0", "--data", data));
                wiring.settings(part).forEach((key, value) -> words.addAll(List.of("--kafka", key + "=" + value)));
                yield words;
            }
            case REGISTRY ->
                List.of("broker", "--only", "registry", "--registry-port", port, "--kafka-port", "0", "--data", data);
            case TOPOLOGY -> client(part, "streams", "streams." + management + wiring.management(part));
            case WORKER ->
                client(part, "worker", "worker." + management + wiring.management(part), "worker.id=" + part);
            case GATEWAY ->
                client(part, "gateway", "gateway." + management + wiring.management(part), "gateway.port=" + port);
        };
    }

    private List<String> client(Part part, String command, String... settings) {
        return withSettings(
                List.of(command), wiring.bootstrapServers(part), wiring.registryUrl(part), List.of(settings));
    }

    private List<String> withSettings(List<String> command, String brokers, String registry, List<String> further) {
        List<String> words = new ArrayList<>(command);
        List<String> settings =
                new ArrayList<>(List.of("kafka.bootstrap.servers=" + brokers, "kafka.schema.registry.url=" + registry));
        settings.addAll(orders.settings());
        settings.addAll(further);
        settings.forEach(setting -> words.addAll(List.of("--set", setting)));
        return words;
    }

    /**
     * Starts everything, and waits until all are ready.
     *
     * @throws IllegalStateException if something does not get ready within three minutes
     */
    public void start() throws IOException, InterruptedException {
        start(Role.BROKER);
        start(Role.REGISTRY);
        await("the registry", () -> HttpStatus.of(URI.create(wiring.registryUrl() + "/subjects")) == HttpStatus.OK);
        await("topics", () -> run(List.of("topics", "apply"), "topics").status() == 0);
        for (Role role : List.of(Role.TOPOLOGY, Role.WORKER, Role.GATEWAY)) {
            start(role);
        }
        for (Part client : roster.clients()) {
            await(client.toString(), () -> HttpStatus.of(readiness(client)) == HttpStatus.OK);
        }
    }

    private void start(Role role) {
        roster.parts(role).forEach(this::start);
    }

    /** How a command ended, and what it said. */
    public record Ended(int status, String output) {}

    /** Runs a command of the installation that is tried, against the brokers without links, to its end. */
    public Ended run(List<String> command, String name) throws IOException, InterruptedException {
        Path output = folder.resolve(name + ".log");
        Process process = new ProcessBuilder(orders.own()
                        .command(withSettings(command, wiring.bootstrapServers(), wiring.registryUrl(), List.of())))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return new Ended(process.exitValue(), Files.readString(output));
    }

    /** Something that may have come about. */
    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private static void await(String what, Condition condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("%s: not ready after %d s".formatted(what, PATIENCE.toSeconds()));
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    /** What a client of Kafka and the registry is told, to speak with both without a link. */
    public Map<String, String> kafka() {
        return Map.of("bootstrap.servers", wiring.bootstrapServers(), "schema.registry.url", wiring.registryUrl());
    }

    /** Where a gateway's API begins. */
    public URI api(Part gateway) {
        return URI.create("http://127.0.0.1:" + wiring.port(gateway));
    }

    /** Where a client says whether it is ready. */
    public URI readiness(Part client) {
        return URI.create("http://127.0.0.1:" + wiring.management(client) + "/health/ready");
    }

    /** The connection of a client with a broker or the registry. */
    public FaultyLink link(Part client, Part service) {
        return wiring.link(client, service);
    }

    public Roster roster() {
        return roster;
    }

    /** How processes ended that nobody had ended. */
    public List<String> ends() {
        return Collections.unmodifiableList(ends);
    }

    /** How often a process has been started, stopped, let go on and ended. */
    int turns(Part part) {
        return program(part).turns();
    }

    public void start(Part part) {
        program(part).start();
    }

    public void kill(Part part) throws InterruptedException {
        program(part).kill();
    }

    /** As SIGTERM does; one that does not end in 45 s is noted, and killed. */
    public void terminate(Part part) throws InterruptedException {
        if (!program(part).terminate()) {
            ends.add(part + " had to be killed: it did not end on SIGTERM");
        }
    }

    public void freeze(Part part) throws InterruptedException {
        program(part).freeze();
    }

    public void thaw(Part part) throws InterruptedException {
        program(part).thaw();
    }

    /** No file of the process can grow any more; it may end because of that. */
    public void fillDisk(Part part) throws InterruptedException {
        program(part).expectItsEnd();
        program(part).limitFiles(1);
    }

    private Program program(Part part) {
        return Objects.requireNonNull(programs.get(part), part::toString);
    }

    /** Ends all, those that others need last. Brokers are killed: the last of three would wait for a majority that is gone. */
    @Override
    public void close() throws IOException {
        List<Part> reversed = new ArrayList<>(programs.keySet());
        Collections.reverse(reversed);
        try {
            for (Part part : reversed) {
                if (part.role() == Role.BROKER) {
                    program(part).kill();
                }
                program(part).retire();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        wiring.close();
    }
}
