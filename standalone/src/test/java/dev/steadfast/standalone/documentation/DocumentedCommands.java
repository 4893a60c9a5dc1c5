package dev.steadfast.standalone.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.steadfast.standalone.ChildProcess;
import dev.steadfast.standalone.SampleFolders;
import dev.steadfast.standalone.camera.Ffmpeg;
import dev.steadfast.standalone.command.Home;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types every command of the README and of the how-to pages, and runs every program that they show, but for what says on its page why it is not run.
 * Each page is of one kind, by what it starts, and each kind has a class, so that they are typed side by side.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DocumentedCommands {

    /** What a page has its reader start. */
    enum Kind {
        /** Nothing: there is a demo. One reader starts it once for all of them. */
        WITH_DEMO,
        /** A broker. One reader starts it once for all of them. */
        WITH_BROKER,
        /** A demo or services of its own. */
        OWN
    }

    private static final Path REPOSITORY = Home.folder();
    private static final Pattern OWN_SERVICES =
            Pattern.compile("^\\./steadfast (demo -|broker|streams|worker|gateway)");
    private static final Pattern BROKER = Pattern.compile("^\\./steadfast broker");
    private static final Pattern PROGRAM = Pattern.compile("(?:^|\\| *)([a-z]\\S*)");

    /** What a page takes for granted: that a frame was answered that it speaks of, that there is Kafka. */
    private static final Map<String, List<String>> BEFORE = Map.of(
            "docs/how-to/replay-a-prediction.md",
            List.of("curl -T docs/examples/ship.png -H 'Prefer: wait=60'"
                    + " 'http://127.0.0.1:8080/v1/cameras/door/frames?frame-id=50vwsg8dwzd0kg'"),
            "docs/how-to/protect-your-own-classifier.md",
            List.of("./steadfast broker", "./steadfast topics apply"));

    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Map<String, String> standIns = new LinkedHashMap<>();

    private @Nullable Path video;

    private final Kind kind;

    /** Of the pages of a kind. */
    @SuppressWarnings("NullAway.Init")
    DocumentedCommands(Kind kind) {
        this.kind = kind;
    }

    @BeforeAll
    void prepare(@TempDir Path empty) throws Exception {
        folder = empty;
        StandInCamera camera = new StandInCamera(REPOSITORY.resolve("docs/examples/ship.png"));
        open.add(camera);
        standIns.put("192.168.1.20", camera.address());
        standIns.put("192.168.1.21", camera.address());
        standIns.put("opencv/bin/python", OpenCvExample.PYTHON.toString());
        video = Ffmpeg.isInstalled()
                ? Ffmpeg.video(folder.resolve("video.mp4"))
                : null; // what needs it is skipped without
    }

    @AfterAll
    void end() throws Exception {
        for (int at = open.size() - 1; at >= 0; at--) {
            open.get(at).close();
        }
        // They lead out of what is deleted now, of which JUnit would warn.
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    static List<String> pages() throws IOException {
        try (Stream<Path> files = Files.list(REPOSITORY.resolve("docs/how-to"))) {
            return Stream.concat(
                            Stream.of("README.md"),
                            files.map(file -> "docs/how-to/" + file.getFileName())
                                    .sorted())
                    .toList();
        }
    }

    @TestFactory
    Stream<DynamicContainer> shouldDoWhatThePageSays() throws IOException, InterruptedException {
        List<DynamicContainer> containers = new ArrayList<>();
        PageReader shared = reader("shared");
        for (String name : pages()) {
            List<DocumentedCommand> commands = commands(name);
            if (kind(commands) != kind) {
                continue;
            }
            if (kind == Kind.OWN) {
                PageReader own = reader(name.replaceAll("\\W", "-"));
                containers.add(page(name, commands, own, Stream.of(end(own))));
            } else {
                containers.add(page(name, commands, shared, Stream.of(dynamicTest("end", shared::leavePage))));
            }
        }
        containers.add(DynamicContainer.dynamicContainer("what they share", Stream.of(end(shared))));
        return containers.stream();
    }

    private static Kind kind(List<DocumentedCommand> commands) {
        if (!starts(OWN_SERVICES, commands)) {
            return Kind.WITH_DEMO;
        }
        return starts(BROKER, commands) ? Kind.WITH_BROKER : Kind.OWN;
    }

    /** Those that are run. */
    private static List<DocumentedCommand> commands(String page) throws IOException, InterruptedException {
        List<DocumentedCommand> commands = new ArrayList<>();
        for (String before : BEFORE.getOrDefault(page, List.of())) {
            commands.add(DocumentedCommand.typed(page, before));
        }
        for (DocumentedPage.Fence fence : DocumentedPage.read(REPOSITORY, page).fences()) {
            fence.commands().stream()
                    .filter(command -> command.notRun().isEmpty())
                    .forEach(commands::add);
        }
        return commands;
    }

    private static boolean starts(Pattern service, List<DocumentedCommand> commands) {
        return commands.stream()
                .anyMatch(command -> command.output().isEmpty()
                        && service.matcher(command.text()).find());
    }

    private DynamicContainer page(
            String name, List<DocumentedCommand> commands, PageReader reader, Stream<DynamicTest> last) {
        Stream<DynamicTest> typed = commands.stream()
                .map(command -> dynamicTest(command.toString(), () -> {
                    assumeInstalled(command);
                    if (kind == Kind.WITH_DEMO) {
                        reader.requireDemo();
                    }
                    reader.type(command);
                }));
        return DynamicContainer.dynamicContainer(name, Stream.concat(typed, last));
    }

    private static DynamicTest end(PageReader reader) {
        return dynamicTest("end", reader::close);
    }

    private static void assumeInstalled(DocumentedCommand command) throws IOException, InterruptedException {
        if (command.text().contains("tritonclient") || command.text().startsWith("opencv/")) {
            OpenCvExample.assumeInstalled();
            return;
        }
        List<String> programs = new ArrayList<>();
        if (command.language().equals("python") || command.text().startsWith("python3")) {
            HttpExamplesIT.Language.PYTHON.assumeInstalled();
        } else if (command.language().equals("javascript") || command.text().startsWith("node")) {
            HttpExamplesIT.Language.JAVASCRIPT.assumeInstalled();
        } else {
            Matcher matcher = PROGRAM.matcher(command.text());
            while (matcher.find()) {
                programs.add(matcher.group(1));
            }
        }
        Map<String, Boolean> there = new HashMap<>();
        programs.forEach(
                program -> there.put(program, Set.of("for", "export").contains(program) || isOnThePath(program)));
        assumeTrue(!there.containsValue(false), () -> "needs, on the PATH, each of " + there);
    }

    private static boolean isOnThePath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }

    /** In a folder that has what the pages use of the repository's, and what a reader has beside it. */
    private PageReader reader(String folderName) throws IOException {
        Path own = Files.createDirectories(folder.resolve(folderName));
        for (String name : List.of("README.md", "bench", "docs", "models", "observability")) {
            Files.createSymbolicLink(own.resolve(name), REPOSITORY.resolve(name));
        }
        Path launcher = Files.writeString(
                own.resolve("steadfast"), """
                #!/usr/bin/env bash
                # In place of the launcher, which would build first. The demo leaves time for what else is typed. The images in data are files, of
                # which one must say how large they are.
                case "${1:-} ${2:-}" in
                  'demo '*) set -- "$@" --every 15s $BROKER_PORTS ;;
                  'broker '*) set -- "$@" $BROKER_PORTS ;;
                  'train '*) set -- "$@" --input 32x32 --held-out 4 --batch 8 ;;
                  'bundle create') set -- "$@" --input 32x32 ;;
                esac
                exec %s "$@"
                """.formatted(String.join(" ", ChildProcess.command(folder))));
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        SampleFolders.write(own.resolve("data"), 2);
        Files.copy(Home.folder().resolve("models/zoo/cifar10/classifier.pt"), own.resolve("classifier.pt"));
        Files.writeString(own.resolve("door.secret"), "user:password\n");
        if (video != null) {
            Files.createSymbolicLink(own.resolve("video.mp4"), video);
        }
        Map<String, String> here = new LinkedHashMap<>(standIns);
        here.put("/srv/ftp/drive", Files.createDirectories(own.resolve("ftp")).toString());
        PageReader reader = new PageReader(own, here);
        open.add(reader);
        return reader;
    }
}
