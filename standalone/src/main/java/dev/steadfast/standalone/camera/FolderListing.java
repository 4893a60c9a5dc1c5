package dev.steadfast.standalone.camera;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The image files in a folder and below, without hidden ones.
 *
 * @param stamps by path, what each file is now
 * @param problems what could not be looked at, and why
 */
record FolderListing(Map<Path, Stamp> stamps, List<String> problems) {

    /**
     * What tells whether a file was changed: equal for one that was only renamed.
     *
     * @param identity the file system's own, or the path where it has none
     * @param changed when its content was written last
     * @param size bytes
     */
    record Stamp(Object identity, FileTime changed, long size) {

        private static Stamp of(Path file, BasicFileAttributes attributes) {
            return new Stamp(
                    Objects.requireNonNullElse(attributes.fileKey(), file),
                    attributes.lastModifiedTime(),
                    attributes.size());
        }
    }

    /** @throws IOException if the folder itself cannot be looked at */
    static FolderListing of(Path folder) throws IOException {
        Map<Path, Stamp> stamps = new HashMap<>();
        List<String> problems = new ArrayList<>();
        Files.walkFileTree(folder, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return !directory.equals(folder) && isHidden(directory)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && ImageFiles.isNamedAsOne(file) && !isHidden(file)) {
                    stamps.put(file, Stamp.of(file, attributes));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
                if (file.equals(folder)) {
                    throw problem;
                }
                if (!(problem instanceof NoSuchFileException)) { // it went while we looked
                    problems.add("%s: cannot be looked at: %s".formatted(file, problem));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem)
                    throws IOException {
                if (problem != null && directory.equals(folder)) {
                    throw problem;
                }
                if (problem != null) {
                    problems.add("%s: cannot be looked at: %s".formatted(directory, problem));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return new FolderListing(stamps, problems);
    }

    private static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }
}
