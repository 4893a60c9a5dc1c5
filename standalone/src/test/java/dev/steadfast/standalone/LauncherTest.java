package dev.steadfast.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, in a copy of the project that holds nothing else, with stand-ins for java and mvn. */
class LauncherTest {

    private static final String JAVA = """
            #!/bin/bash
            if [ "$1" = -XshowSettings:properties ]; then
              echo '    java.home = %1$s/jdk' >&2
              echo '    java.specification.version = %2$s' >&2
            else
              echo "OMP_WAIT_POLICY=$OMP_WAIT_POLICY"
              printf '%%s\\n' "$@"
            fi
            """;

    private static final String MVN = """
            #!/bin/bash
            echo "mvn $*" >> %1$s/builds
            mkdir -p %1$s/standalone/target && echo lib.jar > %1$s/standalone/target/class-path
            """;

    @TempDir
    private Path home;

    private record Run(int status, String output) {}

    @BeforeEach
    void setUp() throws IOException {
        Files.copy(Home.folder().resolve("steadfast"), home.resolve("steadfast"));
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("jdk/bin"));
        script(home.resolve("jdk/bin/javac"), "#!/bin/bash\n");
        for (String tool :
                List.of("bash", "dirname", "find", "sed", "cat", "mkdir", "touch", "grep", "head", "tail", "id")) {
            Path real = Path.of("/usr/bin").resolve(tool);
            Files.createSymbolicLink(
                    home.resolve("bin").resolve(tool), Files.exists(real) ? real : Path.of("/bin", tool));
        }
    }

    @Test
    void shouldSayHowToInstallAMissingJava() throws Exception {
        Run run = launch("demo");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output()).contains("needs a JDK, version 17 or later, and found no java", "apt-get install");
    }

    @Test
    void shouldRefuseAnOldJava() throws Exception {
        java("11");

        Run run = launch("demo");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output()).contains("is version 11");
    }

    @Test
    void shouldRefuseJava8WhoseVersionReadsOtherwise() throws Exception {
        java("1.8");

        assertThat(launch("demo").output()).contains("is version 1.8");
    }

    @Test
    void shouldSayHowToInstallAMissingMaven() throws Exception {
        java("17");

        Run run = launch("demo");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output())
                .contains("needs Maven 3.8 or later to build, and found no mvn", "apt-get install maven");
    }

    @Test
    void shouldBuildOnceAndAgainWhenASourceIsNewer() throws Exception {
        java("21");
        script(home.resolve("bin/mvn"), MVN.formatted(home));

        Run first = launch("certificate", "--sigma", "0.5");
        assertThat(first.status()).as(first.output()).isZero();
        launch("certificate");
        assertThat(builds()).hasSize(1);

        Path source = Files.createDirectories(home.resolve("streams/src")).resolve("New.java");
        Files.writeString(source, "");
        Files.setLastModifiedTime(
                source, java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() + 60_000));
        launch("certificate");

        assertThat(builds()).hasSize(2).first().asString().contains("-DskipTests package");
    }

    @Test
    void shouldPassArgumentsAndTheEnvironmentThatNativeCodeNeeds() throws Exception {
        java("17");
        script(home.resolve("bin/mvn"), MVN.formatted(home));

        Run run = launch("publish", "--camera", "back door", "a b.png");

        assertThat(run.output().lines().toList())
                .contains("OMP_WAIT_POLICY=passive")
                .endsWith("dev.steadfast.standalone.Steadfast", "publish", "--camera", "back door", "a b.png");
    }

    @Test
    void shouldExplainABuildThatCannotReachMavenCentral() throws Exception {
        java("17");
        script(
                home.resolve("bin/mvn"),
                "#!/bin/bash\necho '[ERROR] Could not transfer artifact x:y:1 from/to central'; exit 1\n");

        Run run = launch("demo");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output()).contains("the build needs Maven Central once, and could not reach it");
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(home.resolve("builds"));
    }

    private void java(String version) throws IOException {
        script(home.resolve("bin/java"), JAVA.formatted(home, version));
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Run launch(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                home.resolve("bin/bash").toString(), home.resolve("steadfast").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", home.resolve("bin").toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }
}
