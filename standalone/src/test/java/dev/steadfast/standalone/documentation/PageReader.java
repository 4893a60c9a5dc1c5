package dev.steadfast.standalone.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steadfast.broker.FreePorts;
import dev.steadfast.standalone.command.SettingsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Somebody who reads a page and types what it says into shells, in a folder that has what the repository's has.
 *
 * <p>What goes on until it is ended stays in a shell of its own until the page is closed. Ports of the pages stand for free ones, so that nothing
 * that runs on this machine is in the way.
 */
final class PageReader implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:(\\d{4,5})");
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Z_]+=\\S+");

    /** What takes a reader hours is done once here. */
    private static final Pattern QUICKLY = Pattern.compile("--epochs \\d{1,2}\\b(?!\\.)|--samples 10000|--batch \\d+ ");

    private static final Pattern EXAMPLE = Pattern.compile("^\\S+ docs/examples/\\S+\\.m?(py|js)");

    private static final List<String> SERVICE_PORTS = List.of("9092", "8085", "8080", "8081");

    /** So that curl says with its exit status, and with nothing else, that it was answered with an error. */
    private static final String PRELUDE =
            "curl() { case \"$1\" in -sf) ;; *) set -- --silent --fail-with-body \"$@\" ;; esac; command curl \"$@\"; }\n";

    /**
     * What goes on until it is ended.
     *
     * @param typed how it begins, or what is in it
     * @param sign what it prints when it does what it should
     */
    private record Endless(Pattern typed, Pattern sign) {
        Endless(String typed, String sign) {
            this(Pattern.compile(typed), Pattern.compile(sign));
        }
    }

    private static final List<Endless> ENDLESS = List.of(
            new Endless("^\\./steadfast demo", "Ctrl-C ends the demo"),
            new Endless("^\\./steadfast broker", "Ctrl-C ends both"),
            new Endless("^\\./steadfast (streams|worker)", "ready"),
            new Endless("^\\./steadfast gateway", "Gateway  https?://"),
            new Endless("^\\./steadfast watch", "votes|abstained|Watching"),
            new Endless("\\./steadfast publish .*(mjpeg|--every)", ", image 1"),
            new Endless("\\./steadfast publish .*--watch", "Publishing as"),
            new Endless("^curl -N", "retry:|data:"),
            new Endless("^(python3|node) .*follow", "\\w+ (certified|abstained)"),
            new Endless("^ffmpeg .* -listen 1", ""));

    private static final DocumentedCommand DEMO = DocumentedCommand.typed("README.md", "./steadfast demo");

    /** What need not be started again for another page. */
    private static final Pattern LASTING = Pattern.compile("\\./steadfast (demo|broker)");

    private static final Pattern SERVICE =
            Pattern.compile("^(\\./steadfast (demo|broker|streams|worker|gateway)|ffmpeg)");

    /** What was typed, and goes on. */
    private record Service(String typed, Process process) {
        boolean lasts() {
            return LASTING.matcher(typed).matches();
        }
    }

    private final Path folder;
    private final Map<String, String> words = new LinkedHashMap<>();
    private final Map<String, String> ports = new LinkedHashMap<>();
    private final StringBuilder assignments = new StringBuilder();
    private final List<Service> background = new ArrayList<>();
    private int shells;

    /**
     * Makes the folder ready.
     *
     * @param folder to work in, which this writes to
     * @param standIns what the page speaks of and only the reader has, each with what is here
     */
    PageReader(Path folder, Map<String, String> standIns) {
        this.folder = folder;
        words.putAll(standIns);
        SERVICE_PORTS.forEach(this::port);
    }

    /** Where a port of the pages is. */
    String port(String documented) {
        return ports.computeIfAbsent(documented, port -> Integer.toString(FreePorts.next()));
    }

    /** Has the demo run, unless it does. */
    void requireDemo() throws IOException, InterruptedException {
        type(DEMO);
    }

    /** Types it, and throws an {@link AssertionError} if that does not do what the page says. */
    void type(DocumentedCommand command) throws IOException, InterruptedException {
        String typed = meant(command.text()).replaceFirst("^(\\./steadfast (demo|broker)) +#.*", "$1");
        if (background.stream()
                .anyMatch(service -> service.lasts() && service.typed().equals(typed))) {
            return;
        }
        if (ASSIGNMENT.matcher(typed).matches()) {
            assignments.append(typed).append('\n');
            return;
        }
        Optional<Endless> endless = ENDLESS.stream()
                .filter(one ->
                        !command.isProgram() && one.typed().matcher(typed).find())
                .findFirst();
        boolean refused = SERVICE.matcher(typed).find() && !command.output().isEmpty(); // else pages show nothing of it
        if (endless.isPresent() && !refused) {
            typeEndless(command, typed, endless.get().sign());
        } else if (command.output().isEmpty()) {
            Result result = run(command, typed);
            assertThat(result.status())
                    .as("exit status of: %s%nwhich printed:%n%s", typed, result.output())
                    .isZero();
        } else {
            compare(command, typed);
        }
    }

    /** A reader asks again where something is still on its way. */
    private void compare(DocumentedCommand command, String typed) throws IOException, InterruptedException {
        boolean asks = typed.startsWith("curl") && !typed.matches("(?s).* (-X|-d|-T|-F) .*");
        DocumentedOutput documented = new DocumentedOutput(words);
        for (int attempt = 1; ; attempt++) {
            try {
                documented.compare(command.output(), run(command, typed).output());
                return;
            } catch (AssertionError e) {
                if (!asks || attempt == 20) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(500);
            }
        }
    }

    private void typeEndless(DocumentedCommand command, String typed, Pattern sign) throws IOException {
        Path output = newOutput();
        Process process = start(command, typed, output);
        background.add(new Service(typed, process));
        await().atMost(PATIENCE)
                .failFast(() -> {
                    assertThat(process.isAlive())
                            .as(
                                    "'%s' goes on, the page says; it has ended and printed:%n%s",
                                    typed, Files.readString(output))
                            .isTrue();
                })
                .untilAsserted(() -> assertThat(Files.readString(output))
                        .as("what '%s' prints", typed)
                        .containsPattern(sign));
        if (!SERVICE.matcher(typed).find()) {
            end(process); // the reader has seen enough, and cameras that go on would fill the queue
            background.remove(background.size() - 1);
        }
    }

    private record Result(int status, String output) {}

    private Result run(DocumentedCommand command, String typed) throws IOException, InterruptedException {
        Path output = newOutput();
        Process process = start(command, typed, output);
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            end(process);
            throw new AssertionError(
                    "'%s' did not end within %s; it printed:%n%s".formatted(typed, PATIENCE, Files.readString(output)));
        }
        return new Result(process.exitValue(), Files.readString(output));
    }

    private Path newOutput() {
        return folder.resolve("output-" + ++shells);
    }

    private Process start(DocumentedCommand command, String typed, Path output) throws IOException {
        List<String> shell;
        if (command.isProgram()) {
            boolean python = command.language().equals("python");
            Path program = folder.resolve("program-" + shells + (python ? ".py" : ".mjs"));
            Files.writeString(program, typed);
            shell = List.of(python ? python(typed) : "node", program.toString());
        } else {
            shell = List.of("bash", "-c", PRELUDE + assignments + typed);
        }
        ProcessBuilder builder = new ProcessBuilder(shell)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("STEADFAST_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + port("9092"));
        environment.put(
                "STEADFAST_KAFKA_SCHEMA_REGISTRY_URL", SettingsOptions.registryUrl(Integer.parseInt(port("8085"))));
        environment.put("STEADFAST_GATEWAY_PORT", port("8080"));
        environment.put("STEADFAST_GATEWAY_MANAGEMENT_PORT", port("8081"));
        environment.put("STEADFAST_STREAMS_MANAGEMENT_PORT", "0");
        environment.put("STEADFAST_WORKER_MANAGEMENT_PORT", "0");
        environment.put("STEADFAST_CERTIFICATION_SELECTION_SAMPLES", "25");
        environment.put("STEADFAST_CERTIFICATION_ESTIMATION_SAMPLES", "110");
        // On a machine with other work a few frames are half a minute's; the pages are not about that.
        environment.put("STEADFAST_GATEWAY_MAX_BACKLOG", "10m");
        environment.put("BROKER_PORTS", "--kafka-port %s --registry-port %s".formatted(port("9092"), port("8085")));
        return builder.start();
    }

    /** With the clients of others where the program asks for them. */
    private static String python(String program) {
        return program.contains("tritonclient") ? OpenCvExample.PYTHON.toString() : "python3";
    }

    private String meant(String documented) {
        String typed = PORT.matcher(documented).replaceAll(found -> "127.0.0.1:" + port(found.group(1)));
        if (EXAMPLE.matcher(typed).find()) { // they know where a demo's gateway is
            typed += (typed.contains(".py --") ? " --gateway" : "") + " http://127.0.0.1:" + port("8080");
        }
        for (Map.Entry<String, String> word : words.entrySet()) {
            typed = typed.replace(word.getKey(), word.getValue());
        }
        return QUICKLY.matcher(typed).replaceAll(PageReader::quickly);
    }

    private static String quickly(MatchResult found) {
        if (found.group().startsWith("--samples")) {
            return "--samples 200";
        }
        return found.group().startsWith("--epochs") ? "--epochs 1" : "";
    }

    /** Ends what a page has started, but for what the next one would start again. */
    void leavePage() {
        endThose(service -> !service.lasts());
    }

    @Override
    public void close() {
        endThose(service -> true);
    }

    private void endThose(Predicate<Service> ended) {
        for (int at = background.size() - 1; at >= 0; at--) {
            if (ended.test(background.get(at))) {
                end(background.remove(at).process());
            }
        }
    }

    private static void end(Process process) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        all.forEach(handle -> {
            handle.onExit()
                    .completeOnTimeout(handle, PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
            handle.destroyForcibly(); // of one that has ended, nothing
        });
    }
}
