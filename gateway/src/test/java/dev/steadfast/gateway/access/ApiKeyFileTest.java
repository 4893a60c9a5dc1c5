package dev.steadfast.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.schemas.SampleBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeyFileTest {

    private static final String DIGEST = KeyDigest.of("sf_a").hex();

    @TempDir
    private Path folder;

    @Test
    void shouldKeepWhatIsKnownOfAKeyButNotTheKey() throws IOException {
        Path path = folder.resolve("keys");
        String key = KeyFiles.add(path, "camera-1", "gate-*", Role.PUBLISH, Role.READ);

        ApiKey kept = new ApiKeyFile(path).read().get(0);

        assertThat(key).matches("sf_[A-Za-z0-9_-]{43}");
        assertThat(path)
                .content()
                .doesNotContain(key.substring(3))
                .contains(KeyDigest.of(key).hex());
        assertThat(kept.name()).isEqualTo("camera-1");
        assertThat(kept.roles()).isEqualTo(Set.of(Role.PUBLISH, Role.READ));
        assertThat(kept.cameras()).isEqualTo(CameraScope.of(List.of("gate-*")));
        assertThat(kept.toString()).doesNotContain(kept.digest().hex());
    }

    @Test
    void shouldLeaveEverythingElseInTheFileAsItIs() throws IOException {
        Path path =
                Files.writeString(folder.resolve("keys"), "# ours\n\n  one   %s   read   *\n# end".formatted(DIGEST));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
        ApiKeyFile file = new ApiKeyFile(path);

        file.add(ApiKey.of("two", "sf_b", List.of("publish"), List.of("door")));
        assertThat(file.read()).extracting(ApiKey::name).containsExactly("one", "two");
        file.remove("one");

        assertThat(path)
                .content()
                .isEqualTo("# ours\n\n# end\ntwo %s publish door\n"
                        .formatted(KeyDigest.of("sf_b").hex()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void shouldKeepTheCapOfAKey() throws IOException {
        ApiKeyFile file = new ApiKeyFile(folder.resolve("keys"));

        file.add(ApiKey.of("one", "sf_a", List.of("publish"), List.of("*")).withMaxSamples(2000));
        file.add(ApiKey.of("two", "sf_b", List.of("publish"), List.of("*")));

        assertThat(file.path()).content().contains(" publish * max-samples=2000\n", " publish *\n");
        assertThat(file.read())
                .extracting(ApiKey::maxSamples)
                .containsExactly(OptionalInt.of(2000), OptionalInt.empty());
    }

    @Test
    void shouldKeepTheBudgetOfAKey() throws IOException {
        ApiKeyFile file = new ApiKeyFile(folder.resolve("keys"));
        SampleBudget budget = new SampleBudget(500, 20_000);

        file.add(ApiKey.of("one", "sf_a", List.of("publish"), List.of("*"))
                .withMaxSamples(2000)
                .withBudget(budget));
        file.add(ApiKey.of("two", "sf_b", List.of("publish"), List.of("*")).withBudget(budget));

        assertThat(file.path())
                .content()
                .contains(" publish * max-samples=2000 budget=500/s+20000\n", " publish * budget=500/s+20000\n");
        assertThat(file.read()).extracting(ApiKey::budget).containsExactly(Optional.of(budget), Optional.of(budget));
    }

    @Test
    void shouldReplaceTheFileBehindALinkAndNotTheLink() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);

        KeyFiles.add(link, "one", "*", Role.READ);

        assertThat(link).isSymbolicLink();
        assertThat(new ApiKeyFile(target).read()).hasSize(1);
    }

    @Test
    void shouldRefuseASecondKeyOfANameAndLeaveTheFile() throws IOException {
        Path path = folder.resolve("keys");
        KeyFiles.add(path, "one", "*", Role.READ);
        String before = Files.readString(path);

        assertThatThrownBy(() -> KeyFiles.add(path, "one", "*", Role.READ))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("%s has a key named 'one' already: choose another name, or revoke that one", path);
        assertThatThrownBy(() -> new ApiKeyFile(path).remove("two")).hasMessage("%s has no key named 'two'", path);
        assertThat(path).content().isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            one sf_secret read *            | must be the SHA-256 of the key, 64 hexadecimal digits in lower case
            one DIGEST read                 | must be four words: name, SHA-256 of the key, roles, cameras, and perhaps max-samples=N and budget=N/s+N; was 3
            one DIGEST read * max-samples=x | max-samples must be a number, was 'max-samples=x'
            one DIGEST read * 2000          | behind the cameras may stand max-samples=N and budget=N/s+N, once each, was '2000'
            one DIGEST read * budget=0/s    | budget: the samples of a budget must be from 1 to 1000000000, were 0
            one DIGEST read * budget=-1/s   | budget: must be samples a second, and perhaps how many at once, such as 500/s or 500/s+20000; was '-1/s'
            one DIGEST read * budget=       | budget= must be followed by one, such as 500/s
            one DIGEST read * budget=1/s budget=2/s | behind the cameras may stand max-samples=N and budget=N/s+N, once each, was 'budget=2/s'
            one DIGEST read * max-samples=0 | max-samples must be from 1 to 10000000, was 0
            one DIGEST reed *               | a role must be one of publish, read, operate, was 'reed'
            one DIGEST read,PUBLISH *       | a role must be one of publish, read, operate, was 'PUBLISH'
            one DIGEST read gate*way        | a camera must be a name of 1 to 128 of A-Z a-z 0-9 . _ -
            one DIGEST read ,               | a key must have cameras; * is all of them
            o/ne DIGEST read *              | a key must be named with 1 to 64 of A-Z a-z 0-9 . _ -
            sf_secret DIGEST read *         | a key must be named with 1 to 64 of A-Z a-z 0-9 . _ -, not beginning with sf_
            """)
    void shouldSayWhichLineIsWrongWithoutShowingAKey(String line, String rule) throws IOException {
        Path path = Files.writeString(folder.resolve("keys"), "# ours\n" + line.replace("DIGEST", DIGEST) + "\n");

        assertThatThrownBy(() -> new ApiKeyFile(path).read())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(path + ", line 2: " + rule)
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining(DIGEST);
    }
}
