package dev.steadfast.bundles;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A small valid bundle, whose "weights" are a line of text each. */
final class BundleFixture {
    static final String CLASSIFIER_TEXT = "classifier weights";
    static final String DENOISER_TEXT = "denoiser weights";

    private BundleFixture() {}

    static BundleManifest manifest() {
        return manifest(Map.of("weights", "made up"), List.of());
    }

    static BundleManifest manifest(Map<String, String> provenance, List<MeasuredAccuracy> certifiedAccuracy) {
        return new BundleManifest(
                1,
                "pets",
                "1.0.0",
                "image-classification",
                new InputShape(3, 4, 5),
                List.of("cat", "dog"),
                8,
                "fp32",
                new ModelFile("classifier.pt", Sha256.of(CLASSIFIER_TEXT)),
                Optional.of(new Denoiser(new ModelFile("denoiser.pt", Sha256.of(DENOISER_TEXT)), true)),
                new SigmaRange(0.1, 1.0),
                provenance,
                certifiedAccuracy);
    }

    /** Whose "weights" are lines of text too: {@code classifier bf16}. */
    static Variant variant(String precision) {
        return new Variant(
                precision,
                new ModelFile("classifier-" + precision + ".pt", Sha256.of("classifier " + precision)),
                Optional.of(new ModelFile("denoiser-" + precision + ".pt", Sha256.of("denoiser " + precision))));
    }

    /** A bundle of two precisions. */
    static Path folderOfTwo(Path parent) throws IOException {
        Path folder = folder(parent);
        for (String network : List.of("classifier", "denoiser")) {
            Files.writeString(folder.resolve(network + "-bf16.pt"), network + " bf16");
        }
        manifest().withVariants(List.of(variant("bf16"))).write(folder);
        return folder;
    }

    static MeasuredAccuracy measured() {
        return new MeasuredAccuracy(0.25, 100, 1000, 0.001, 120, 18.3, new TreeMap<>(Map.of(0.0, 71.7, 0.25, 47.5)));
    }

    static Path folder(Path parent) throws IOException {
        Path folder = Files.createDirectory(parent.resolve("pets"));
        Files.writeString(folder.resolve("classifier.pt"), CLASSIFIER_TEXT);
        Files.writeString(folder.resolve("denoiser.pt"), DENOISER_TEXT);
        manifest().write(folder);
        return folder;
    }

    /** Zips every file of a folder, each entry's name behind {@code prefix}. */
    static Path zip(Path folder, String prefix) throws IOException {
        Path zip = folder.resolveSibling(folder.getFileName() + ".zip");
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(out);
                var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                entries.putNextEntry(new ZipEntry(prefix + file.getFileName()));
                Files.copy(file, entries);
                entries.closeEntry();
            }
        }
        return zip;
    }

    static void editManifest(Path folder, String from, String to) throws IOException {
        Path file = folder.resolve(BundleManifest.FILE_NAME);
        String text = Files.readString(file);
        if (!text.contains(from)) {
            throw new IllegalArgumentException("the manifest has no " + from);
        }
        Files.writeString(file, text.replace(from, to));
    }
}
