package dev.steadfast.datasets;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where Fashion-MNIST can be had from. */
final class FashionMnistSources {
    private static final String OFFICIAL = "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/";

    /** Of the compressed files, as the authors publish them. */
    private static final Map<String, String> MD5 = Map.of(
            FashionMnist.TRAIN_IMAGES, "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
            FashionMnist.TRAIN_LABELS, "25c81989df183df01b3e8a0aad5dffbe",
            FashionMnist.TEST_IMAGES, "bef4ecab320f06d8554ea6380940ec79",
            FashionMnist.TEST_LABELS, "bb300cfdad3c16e7a12a480ee83cd310");

    /** Of what the files unpack to: Debian's have other gzip headers. */
    private static final Map<String, String> SHA_256 = Map.of(
            FashionMnist.TRAIN_IMAGES + ".gz", "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
            FashionMnist.TRAIN_LABELS + ".gz", "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
            FashionMnist.TEST_IMAGES + ".gz", "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
            FashionMnist.TEST_LABELS + ".gz", "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34");

    private FashionMnistSources() {}

    static DatasetFetch fetch(FetchProgress progress) {
        Debian debian = new Debian(new Program("apt-get"), new Program("dpkg-deb"));
        return new DatasetFetch(
                "Fashion-MNIST",
                FashionMnist.FOLDER,
                60_000,
                10_000,
                SHA_256,
                List.of(new Official(URI.create(OFFICIAL), MD5), debian),
                given -> new Local(given, debian),
                "A folder that holds the four .gz files, or Debian's package " + Debian.PACKAGE
                        + ", can be taken with --from; they are at " + OFFICIAL,
                progress);
    }

    /** The four files, from the authors' repository. */
    record Official(URI folder, Map<String, String> md5) implements FetchSource {

        @Override
        public String name() {
            return folder.toString();
        }

        @Override
        public Optional<String> compared() {
            return Optional.of("the MD5 of each file is the published one");
        }

        @Override
        public void fetch(Path files, Path scratch, FetchProgress progress) throws IOException {
            for (String name : FashionMnist.FILES) {
                String file = name + ".gz";
                new Download(folder.resolve(file), md5.getOrDefault(name, "")).to(files.resolve(file), progress);
            }
        }
    }

    /** Debian's package, which apt-get downloads without being root, and which is unpacked without being installed. */
    record Debian(Program aptGet, Program dpkgDeb) implements FetchSource {
        static final String PACKAGE = "dataset-fashion-mnist";

        private static final long BYTES = 30_900_652;
        private static final Path FOLDER = Path.of("usr", "share", "datasets", "fashion-mnist");

        @Override
        public String name() {
            return "Debian (" + PACKAGE + ")";
        }

        @Override
        public void fetch(Path files, Path scratch, FetchProgress progress) throws IOException {
            aptGet.run(scratch, List.of("download", PACKAGE), "apt-get download", BYTES, progress);
            Path deb;
            try (Stream<Path> found = Files.list(scratch)) {
                deb = found.filter(file -> file.toString().endsWith(".deb"))
                        .findFirst()
                        .orElseThrow(() -> new IOException("apt-get download " + PACKAGE + " left no .deb file"));
            }
            unpack(deb, files, scratch, progress);
        }

        void unpack(Path deb, Path files, Path scratch, FetchProgress progress) throws IOException {
            Path unpacked = Files.createDirectory(scratch.resolve("unpacked"));
            dpkgDeb.run(
                    unpacked,
                    List.of("-x", deb.toAbsolutePath().toString(), "."),
                    "unpacking",
                    Files.size(deb),
                    progress);
            copy(unpacked.resolve(FOLDER), files);
        }
    }

    /** What the user has: a folder of the files, or Debian's package. */
    record Local(Path given, Debian debian) implements FetchSource {

        @Override
        public String name() {
            return given.toString();
        }

        @Override
        public void fetch(Path files, Path scratch, FetchProgress progress) throws IOException {
            if (Files.isDirectory(given)) {
                copy(given, files);
            } else {
                debian.unpack(given, files, scratch, progress);
            }
        }
    }

    private static void copy(Path from, Path files) throws IOException {
        for (String name : FashionMnist.FILES) {
            Path file = from.resolve(name + ".gz");
            if (!Files.isRegularFile(file)) {
                throw new IOException("there is no " + file);
            }
            Files.copy(file, files.resolve(name + ".gz"));
        }
    }
}
