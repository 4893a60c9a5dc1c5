package dev.steadfast.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.VoteBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaParser;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Records of every released version must stay readable: each folder of {@code released/} holds the contracts of one release. */
class CompatibilityTest {

    private static final Path RELEASED = released();
    private static final Path CURRENT = Path.of("src/main/avro");

    @TestFactory
    Stream<DynamicTest> shouldReadRecordsOfEveryRelease() throws IOException {
        Map<String, Schema> current = schemas(CURRENT);
        List<Path> releases;
        try (Stream<Path> folders = Files.list(RELEASED)) {
            releases = folders.sorted().toList();
        }
        assertThat(releases).as("released contracts").isNotEmpty();
        return releases.stream().flatMap(release -> schemas(release).values().stream()
                .map(old -> DynamicTest.dynamicTest(release.getFileName() + " " + old.getName(), () -> assertThat(
                                compatibility(Objects.requireNonNull(current.get(old.getFullName())), old))
                        .isEqualTo(SchemaCompatibilityType.COMPATIBLE))));
    }

    @Test
    void shouldNoticeAChangeThatBreaksReaders() {
        Schema old = VoteBatch.getClassSchema();
        String json =
                old.toString().replace("\"name\":\"samples\",\"type\":\"int\"", "\"name\":\"size\",\"type\":\"int\"");
        Schema renamed = new SchemaParser().parse(json).mainSchema();

        assertThat(compatibility(renamed, old)).isEqualTo(SchemaCompatibilityType.INCOMPATIBLE);
    }

    @TestFactory
    Stream<DynamicTest> shouldDocumentEveryRecordAndField() {
        return schemas(CURRENT).values().stream()
                .map(schema -> DynamicTest.dynamicTest(schema.getName(), () -> {
                    assertThat(schema.getDoc()).isNotBlank();
                    if (schema.getType() == Schema.Type.RECORD) {
                        assertThat(schema.getFields())
                                .allSatisfy(field ->
                                        assertThat(field.doc()).as(field.name()).isNotBlank());
                    }
                }));
    }

    private static SchemaCompatibilityType compatibility(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getType();
    }

    private static Map<String, Schema> schemas(Path folder) {
        SchemaParser parser = new SchemaParser();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                parser.parse(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return parser.getParsedNamedSchemas().stream().collect(Collectors.toMap(Schema::getFullName, schema -> schema));
    }

    private static Path released() {
        try {
            return Path.of(Objects.requireNonNull(CompatibilityTest.class.getResource("/released"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
