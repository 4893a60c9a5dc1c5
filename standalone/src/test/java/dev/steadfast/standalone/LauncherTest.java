package dev.steadfast.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.standalone.command.Home;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher, in a copy of the project that holds nothing else, with stand-ins for java and mvn. */
class LauncherTest {

    private static final String JAVA = """
            #!/bin/bash
            if [ "$1" = -XshowSettings:properties ]; then
              echo '    java.home = %1$s/jdk' >&2
              echo '    java.specification.version = %2$s' >&2
            elif [[ "$1" = -XX:DumpLoadedClassList=* ]]; then
              echo a/Class > "${1#*=}"
            elif [ "$1" = -Xshare:dump ]; then
              for option; do
                case "$option" in -XX:SharedArchiveFile=*) cat "${2#*=}" > "${option#*=}" ;; esac
              done
            else
              echo "OMP_WAIT_POLICY=$OMP_WAIT_POLICY"
              echo "MALLOC_ARENA_MAX=$MALLOC_ARENA_MAX"
              printf '%%s\\n' "$@"
            fi
            """;

    private static final String MVN = """
            #!/bin/bash
            if [ "$1" = --version ]; then
              echo 'Apache Maven %2$s (abc)'
              exit
            fi
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
        for (String tool : List.of(
                "bash", "dirname", "find", "sed", "cat", "mkdir", "touch", "grep", "head", "tail", "id", "mktemp", "mv",
                "rm", "flock", "cmp", "paste", "cp", "chmod", "sort")) {
            Path real = Path.of("/usr/bin").resolve(tool);
            Files.createSymbolicLink(
                    home.resolve("bin").resolve(tool), Files.exists(real) ? real : Path.of("/bin", tool));
        }
        platform("Linux", "x86_64");
    }

    @Test
    void shouldRunABenchmarkAndNameThoseThatThereAre() throws Exception {
        java("17");
        Files.createDirectories(home.resolve("bench/voting"));
        script(home.resolve("bench/voting/run"), "#!/bin/bash\necho \"voting $*\"\n");
        script(home.resolve("bench/malloc"), "#!/bin/bash\necho malloc\n");
        Files.createDirectories(home.resolve("bench/suite"));
        script(home.resolve("bench/suite/run"), "#!/bin/bash\necho \"suite $*\"\n");
        Files.writeString(home.resolve("bench/README.md"), "no benchmark");

        assertThat(launch("bench", "voting", "--rounds", "2")).isEqualTo(new Run(0, "voting --rounds 2\n"));
        assertThat(launch("bench", "malloc").output()).isEqualTo("malloc\n");
        assertThat(launch("bench", "none").status()).isEqualTo(2);
        assertThat(launch("bench", "none").output()).contains("NAME is one of: malloc suite voting (bench/README.md)");
        assertThat(launch("bench", "noise").output()).contains("'bench' needs python3", "apt-get install python3");
        script(home.resolve("bin/python3"), "#!/bin/bash\n");
        assertThat(launch("bench", "noise", "voter", "--isa", "avx2"))
                .isEqualTo(new Run(0, "suite noise voter --isa avx2\n"));
        assertThat(launch("bench").output()).isEqualTo("suite \n");
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
    void shouldReadTheVersionOfAJdkInItsFolder() throws Exception {
        java("17");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"11.0.2\"\n");

        assertThat(launch("demo").output()).contains("is version 11");
    }

    @Test
    void shouldStartWithTheClassesThatItsBuildHasCollected() throws Exception {
        java("17");
        script(home.resolve("bin/mvn"), MVN.formatted(home, "3.8.7"));

        Run run = launch("keys", "list");

        assertThat(home.resolve("standalone/target/classes.jsa")).hasContent("a/Class");
        assertThat(run.output().lines())
                .contains("-XX:SharedArchiveFile=" + home.resolve("standalone/target/classes.jsa"));
    }

    @Test
    void shouldStartWithoutCollectedClassesWhereTheyCannotBeMade() throws Exception {
        java("17");
        script(home.resolve("bin/mvn"), MVN.formatted(home, "3.8.7"));
        Files.delete(home.resolve("bin/sort"));

        Run run = launch("keys", "list");

        assertThat(run.status()).isZero();
        assertThat(run.output()).doesNotContain("SharedArchiveFile");
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
    void shouldRefuseAnOldMaven() throws Exception {
        java("17");
        script(home.resolve("bin/mvn"), MVN.formatted(home, "3.6.3"));

        Run run = launch("demo");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output()).contains("needs Maven 3.8 or later to build", "is version 3.6.3");
        assertThat(home.resolve("builds")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "worker", "test"})
    void shouldRefuseToRunNetworksWhereTheirLibrariesAreNot(String command) throws Exception {
        platform("Darwin", "arm64");

        Run run = launch(command);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output())
                .isEqualToNormalizingNewlines(
                        "steadfast: '%s' needs Linux on x86_64, and this is Darwin on arm64: PyTorch's native libraries are for the former\n"
                                .formatted(command));
    }

    @Test
    void shouldRunEverythingElseOnOtherPlatforms() throws Exception {
        platform("Darwin", "arm64");
        java("17");
        script(home.resolve("bin/mvn"), MVN.formatted(home, "3.9.11"));

        assertThat(launch("publish").status()).isZero();
        assertThat(launch("replay", "frame-1", "--exact").status()).isZero();
    }

    @Test
    void shouldBuildAgainWhenASourceIsGone() throws Exception {
        java("17");
        script(home.resolve("bin/mvn"), MVN.formatted(home, "3.8.7"));
        Path folder = Files.createDirectories(home.resolve("streams/src/main/java"));
        launch("certificate");

        Files.setLastModifiedTime(folder, inAMinute());
        launch("certificate");

        assertThat(builds()).hasSize(2);
    }

    @Test
    void shouldBuildAgainInACopy() throws Exception {
        java("17");
        script(home.resolve("bin/mvn"), MVN.formatted(home, "3.8.7"));
        launch("certificate");
        Path copy = home.resolve("copy");
        Files.createDirectories(copy.resolve("standalone/target"));
        for (String file : List.of("steadfast", "standalone/target/built", "standalone/target/class-path")) {
            Files.copy(home.resolve(file), copy.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }

        Process process = start(copy, "certificate");

        assertThat(process.waitFor()).isZero();
        assertThat(builds())
                .hasSize(2)
                .last()
                .asString()
                .contains(copy.resolve("pom.xml").toString());
    }

    @Test
    void shouldBuildAgainWhatWasEditedDuringTheBuild() throws Exception {
        java("17");
        Path source = Files.createDirectories(home.resolve("streams/src/test")).resolve("New.java");
        script(
                home.resolve("bin/mvn"),
                MVN.formatted(home, "3.8.7") + "[ \"$1\" = --version ] || touch " + source + "\n");

        launch("certificate");
        launch("certificate");

        assertThat(builds()).hasSize(2);
    }

    @Test
    void shouldBuildOnceForTwoThatStartTogether() throws Exception {
        java("17");
        script(home.resolve("bin/mvn"), MVN.formatted(home, "3.8.7"));

        Process one = start("certificate");
        Process other = start("certificate");

        assertThat(one.waitFor()).isZero();
        assertThat(other.waitFor()).isZero();
        assertThat(builds()).hasSize(1);
    }

    @Test
    void shouldNotBuildAgainWhatWasTested() throws Exception {
        java("17");
        script(home.resolve("bin/mvn"), MVN.formatted(home, "3.8.7") + "echo the closing line\n");
        skipInstalling();

        Run test = launch("test");
        launch("certificate");

        assertThat(test.status()).isZero();
        assertThat(test.output()).endsWith("the closing line\n");
        assertThat(builds()).singleElement().asString().endsWith(" verify");
    }

    @Test
    void shouldInstallClientsOfTheTestsEachByItselfAndOnlyOnce() throws Exception {
        java("17");
        script(home.resolve("bin/mvn"), MVN.formatted(home, "3.8.7"));
        skipInstalling();
        Files.writeString(
                Files.createDirectories(home.resolve(".ci")).resolve("python-clients.txt"),
                "# Clients\n\nfirst[http]==1.0\nsecond==2.0 --no-deps # for a reason\n");
        script(home.resolve("bin/python3"), """
                #!/bin/bash
                [ "$2" = venv ] || exit 1
                mkdir -p "$4/bin"
                printf '#!/bin/bash\\necho "$*" >> %s/pip\\n' > "$4/bin/python"
                chmod +x "$4/bin/python"
                """.formatted(home));

        Run run = launch("test");
        launch("test");

        assertThat(run.output()).contains("fetching for the tests: first[http]==1.0 second==2.0 ...");
        assertThat(Files.readAllLines(home.resolve("pip")))
                .satisfiesExactly(first -> assertThat(first).endsWith(" first[http]==1.0"), second -> assertThat(second)
                        .endsWith(" second==2.0 --no-deps"));
    }

    @Test
    void shouldEndAsTheTestsDo() throws Exception {
        java("17");
        script(home.resolve("bin/mvn"), MVN.formatted(home, "3.8.7") + "exit 3\n");
        skipInstalling();

        assertThat(launch("test", "-pl", "smoothing").status()).isEqualTo(3);
        assertThat(home.resolve("standalone/target/built")).doesNotExist();
    }

    @Test
    void shouldBuildOnceAndAgainWhenASourceIsNewer() throws Exception {
        java("21");
        script(home.resolve("bin/mvn"), MVN.formatted(home, "3.8.7"));

        Run first = launch("certificate", "--sigma", "0.5");
        assertThat(first.status()).as(first.output()).isZero();
        launch("certificate");
        assertThat(builds()).hasSize(1);

        Path source = Files.createDirectories(home.resolve("streams/src")).resolve("New.java");
        Files.writeString(source, "");
        Files.setLastModifiedTime(source, inAMinute());
        launch("certificate");

        assertThat(builds()).hasSize(2).first().asString().contains("-DskipTests -pl standalone -am package");
    }

    @Test
    void shouldPassArgumentsAndTheEnvironmentThatNativeCodeNeeds() throws Exception {
        java("17");
        script(home.resolve("bin/mvn"), MVN.formatted(home, "3.8.7"));

        Run run = launch("publish", "--camera", "back door", "a b.png");

        assertThat(run.output().lines().toList())
                .contains("OMP_WAIT_POLICY=passive", "MALLOC_ARENA_MAX=1")
                .endsWith("dev.steadfast.standalone.Steadfast", "publish", "--camera", "back door", "a b.png");
    }

    @Test
    void shouldBuildImagesAndPutThemWhereTheyAreWanted() throws Exception {
        java("17");
        script(home.resolve("bin/mvn"), MVN.formatted(home, "3.8.7") + """
                for role in streams gateway worker; do
                  target=%s/containers/$role/target
                  mkdir -p $target/image/app/sbom
                  echo tar > $target/image.tar
                  echo bom > $target/image/app/sbom/bom.json
                  echo sha256:abc > $target/jib-image.digest
                  echo '{"image":"steadfast/'$role':1","tags":["1"]}' > $target/jib-image.json
                done
                """.formatted(home));

        Run run = launch("images", "--out", home.resolve("out").toString(), "-Dimage.base=x");

        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.output()).contains("sha256:abc  " + home.resolve("out/steadfast-worker.tar"));
        assertThat(home.resolve("out")).isDirectoryContaining("glob:**/steadfast-gateway.cdx.json");
        assertThat(builds())
                .singleElement()
                .asString()
                .contains("-Dimage.tarballs")
                .endsWith("package -Dimage.base=x");
    }

    @Test
    void shouldExplainABuildThatCannotReachMavenCentral() throws Exception {
        java("17");
        script(
                home.resolve("bin/mvn"),
                "#!/bin/bash\n[ $1 = --version ] && echo Apache Maven 4.0.0 && exit\necho '[ERROR] Could not transfer artifact x:y:1 from/to central'; exit 1\n");

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

    private void platform(String system, String machine) throws IOException {
        script(
                home.resolve("bin/uname"),
                "#!/bin/bash\n[ $1 = -s ] && echo %s || echo %s\n".formatted(system, machine));
    }

    /** Nobody but the superuser installs anything. */
    private void skipInstalling() throws IOException {
        Files.deleteIfExists(home.resolve("bin/id"));
        script(home.resolve("bin/id"), "#!/bin/bash\necho 1000\n");
    }

    private static FileTime inAMinute() {
        return FileTime.fromMillis(System.currentTimeMillis() + 60_000);
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Run launch(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private Process start(String... arguments) throws IOException {
        return start(home, arguments);
    }

    private Process start(Path project, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                home.resolve("bin/bash").toString(),
                project.resolve("steadfast").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", home.resolve("bin").toString());
        return builder.start();
    }
}
