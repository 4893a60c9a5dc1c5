package dev.steadfast.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetFetchTest {

    private static final String HELLO_SHA_256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    private Path temporary;

    private final RecordedProgress progress = new RecordedProgress();

    private record Fake(String name, Optional<String> compared, Content content) implements FetchSource {

        private interface Content {
            void write(Path files, Path scratch) throws IOException;
        }

        static Fake giving(String name, String text) {
            return new Fake(name, Optional.empty(), (files, scratch) -> {
                Files.writeString(scratch.resolve("download"), text);
                Files.writeString(files.resolve("greeting"), text);
            });
        }

        static Fake failing(String name, IOException failure) {
            return new Fake(name, Optional.empty(), (files, scratch) -> {
                Files.writeString(files.resolve("greeting"), "he");
                Files.createDirectories(scratch.resolve("a/b"));
                throw failure;
            });
        }

        @Override
        public void fetch(Path files, Path scratch, FetchProgress progress) throws IOException {
            content.write(files, scratch);
        }
    }

    @Test
    void shouldFetchFromTheFirstSource() throws IOException {
        DatasetFetch.Fetched fetched = fetch(Fake.giving("first", "hello"), Fake.giving("second", "hello"))
                .into(out());

        assertThat(fetched.folder()).isEqualTo(out().resolve("greetings"));
        assertThat(fetched.source()).contains("first");
        assertThat(fetched.trainImages()).isEqualTo(50);
        assertThat(fetched.folder().resolve("greeting")).hasContent("hello");
        assertThat(names(out())).containsExactly("greetings");
        assertThat(progress.steps()).containsExactly("verifying");
    }

    @Test
    void shouldGoOnToTheNextSourceAndSayWhy() {
        DatasetFetch.Fetched fetched = fetch(
                        Fake.failing("first", new UnknownHostException("www.example.org")),
                        Fake.failing("second", new IOException("answered with status 503")),
                        Fake.giving("third", "hello"))
                .into(out());

        assertThat(fetched.source()).contains("third");
        assertThat(progress.notes())
                .containsExactly(
                        "not from first: the host www.example.org is not known; is there a network?",
                        "not from second: answered with status 503");
    }

    @Test
    void shouldLeaveNothingWhereNoSourceHasIt() throws IOException {
        DatasetFetch fetch = fetch(
                Fake.failing("first", new UnknownHostException("www.example.org")),
                Fake.failing("second", new IOException("No space left on device")));

        assertThatThrownBy(() -> fetch.into(out()))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("Greetings could not be fetched")
                .hasMessageContaining("first: the host www.example.org")
                .hasMessageContaining("second: No space left on device")
                .hasMessageEndingWith("take it from a friend");
        assertThat(names(out())).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsNotTheDatasetAndLeaveNothing() throws IOException {
        Fake wrong = new Fake(
                "first",
                Optional.of("its MD5 is right"),
                (files, scratch) -> Files.writeString(files.resolve("greeting"), "hullo"));

        assertThatThrownBy(() -> fetch(wrong, Fake.giving("second", "hello")).into(out()))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("first gave something that is not Greetings")
                .hasMessageContaining("although its MD5 is right")
                .hasMessageContaining("greeting's content must be " + HELLO_SHA_256)
                .hasMessageContaining("(5 bytes)");
        assertThat(names(out())).isEmpty();
    }

    @Test
    void shouldDoNothingWhereItIsThere() {
        fetch(Fake.giving("first", "hello")).into(out());

        DatasetFetch.Fetched again =
                fetch(Fake.failing("first", new IOException("not asked"))).into(out());

        assertThat(again.source()).isEmpty();
        assertThat(again.folder()).isEqualTo(out().resolve("greetings"));
        assertThat(progress.notes()).isEmpty();
    }

    @Test
    void shouldNotReplaceWhatIsDamagedOrSomethingElse() throws IOException {
        Path there = Files.createDirectories(out().resolve("greetings"));
        DatasetFetch fetch = fetch(Fake.giving("first", "hello"));

        Files.writeString(there.resolve("mine"), "of value");
        assertThatThrownBy(() -> fetch.into(out()))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining(there + " exists, but is not a complete Greetings: greeting is missing")
                .hasMessageContaining("name another folder");
        Files.writeString(there.resolve("greeting"), "hell");
        assertThatThrownBy(() -> fetch.into(out()))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("(4 bytes)");
        assertThat(there.resolve("mine")).hasContent("of value");
    }

    @Test
    void shouldFillAnEmptyFolder() throws IOException {
        Files.createDirectories(out().resolve("greetings"));

        assertThat(fetch(Fake.giving("first", "hello")).into(out()).source()).contains("first");
    }

    @Test
    void shouldAcceptThatSomebodyElseWasFaster() {
        Fake slow = new Fake("slow", Optional.empty(), (files, scratch) -> {
            fetch(Fake.giving("fast", "hello")).into(out());
            Files.writeString(files.resolve("greeting"), "hello");
        });

        assertThat(fetch(slow).into(out()).folder().resolve("greeting")).hasContent("hello");
    }

    @Test
    void shouldSayThatAFolderCannotBeWritten() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));

        assertThatThrownBy(() -> fetch(Fake.giving("first", "hello")).into(file.resolve("below")))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("below")
                .hasMessageContaining("cannot be written");
    }

    @Test
    void shouldTakeWhatTheUserHas() throws IOException {
        Path archive = Files.writeString(temporary.resolve("archive"), "hello");

        assertThat(fetch().into(out(), archive).source()).contains("local");
        assertThatThrownBy(() -> fetch().into(out(), temporary.resolve("absent")))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("absent does not exist")
                .hasMessageContaining("take it from a friend");
    }

    private Path out() {
        return temporary.resolve("data");
    }

    private DatasetFetch fetch(FetchSource... sources) {
        return new DatasetFetch(
                "Greetings",
                "greetings",
                50,
                10,
                Map.of("greeting", HELLO_SHA_256),
                List.of(sources),
                archive -> new Fake(
                        "local", Optional.empty(), (files, scratch) -> Files.copy(archive, files.resolve("greeting"))),
                "take it from a friend",
                progress);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
