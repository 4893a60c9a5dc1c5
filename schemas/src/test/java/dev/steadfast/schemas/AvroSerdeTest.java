package dev.steadfast.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.sun.net.httpserver.HttpServer;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.NoiseKey256;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.SamplingOptions;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.schemas.UnreadableRecordException.Problem;
import dev.steadfast.settings.SettingsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;

class AvroSerdeTest {

    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private final SchemaRegistry registry = SchemaRegistry.connect(Map.of(SchemaRegistry.URL, "mock://serde"));
    private final AvroSerde<Frame> serde = registry.serde(Frame.class);

    @Test
    void shouldReadBackWhatItWrote() {
        Frame frame = frame();

        byte[] bytes = serde.serializer().serialize("frames", frame);

        assertThat(serde.deserializer().deserialize("frames", bytes)).isEqualTo(frame);
    }

    @Test
    void shouldWriteConfluentsWireFormat() {
        byte[] bytes = serde.serialize("frames", frame());

        assertThat(bytes[0]).isZero();
        int id = ByteBuffer.wrap(bytes, 1, 4).getInt();
        assertThat(registry.schemaById(id)).isEqualTo(Frame.getClassSchema());
        assertThat(bytes[5]).as("first field: the frame id's length, zigzag").isEqualTo((byte) (2 * "f-1".length()));
    }

    @Test
    void shouldKeepTombstones() {
        assertThat(serde.serialize("frames", null)).isNull();
        assertThat(serde.deserialize("frames", null)).isNull();
    }

    @Test
    void shouldNameAWrongMagicByte() {
        byte[] bytes = serde.serialize("frames", frame());
        bytes[0] = (byte) 0xff;

        assertUnreadable(bytes, Problem.NOT_AVRO, "record of topic frames begins with byte 0xff");
    }

    @Test
    void shouldRefuseRecordsThatAreTooShortTruncatedOrTooLong() {
        byte[] bytes = serde.serialize("frames", frame());

        assertUnreadable(new byte[0], Problem.NOT_AVRO, "has 0 bytes");
        assertUnreadable(Arrays.copyOf(bytes, 4), Problem.NOT_AVRO, "has 4 bytes");
        assertUnreadable(Arrays.copyOf(bytes, bytes.length - 1), Problem.NOT_AVRO, "is not valid Avro");
        assertUnreadable(Arrays.copyOf(bytes, bytes.length + 1), Problem.NOT_AVRO, "bytes left over");
    }

    @Test
    void shouldRefuseALengthThatTheRecordCannotHold() {
        byte[] bytes = serde.serialize("frames", frame());
        byte[] huge = Arrays.copyOf(bytes, 15);
        Arrays.fill(huge, 5, 14, (byte) 0xfe); // a string of some exabytes

        assertUnreadable(huge, Problem.NOT_AVRO, "is not valid Avro");
    }

    @Test
    void shouldRefuseARecordOfAnotherKind() {
        byte[] bytes = registry.serde(VoteBatch.class).serialize("frames-by-mistake", votes());

        assertUnreadable(bytes, Problem.WRONG_RECORD, "is a dev.steadfast.avro.VoteBatch, expected a");
    }

    @Test
    void shouldRefuseAVersionThatLacksAField() {
        int id = registry.register(
                "partial-value",
                SchemaBuilder.record("Frame")
                        .namespace("dev.steadfast.avro")
                        .fields()
                        .requiredInt("size")
                        .endRecord());

        assertUnreadable(
                ByteBuffer.allocate(6).put((byte) 0).putInt(id).put((byte) 2).array(),
                Problem.WRONG_RECORD,
                "cannot be read as this one");
    }

    @Test
    void shouldFillWhatTheFirstReleaseDidNotWrite() throws IOException {
        // Given
        SchemaParser parser = new SchemaParser();
        for (String contract : List.of("Frame", "NoiseTask", "VoteBatch")) {
            parser.parse(Path.of("src/test/resources/released/0.1.0", contract + ".avsc"));
        }
        Schema released = parser.getParsedNamedSchemas().stream()
                .filter(schema -> schema.getName().equals("VoteBatch"))
                .findFirst()
                .orElseThrow();
        VoteBatch now = votes();
        GenericRecord then = new GenericData.Record(released);
        released.getFields().forEach(field -> then.put(field.name(), now.get(field.name())));

        // When
        VoteBatch read = registry.serde(VoteBatch.class).deserialize("votes", written("released-votes-value", then));

        // Then
        assertThat(read).isEqualTo(now);
        assertThat(read.getDeliveries()).isEqualTo(1);
        assertThat(read.getRequestId()).isNull();
        assertThat(read.getIllustrations()).isEmpty();
    }

    @Test
    void shouldReadRecordsOfAWriterWithAFieldMore() {
        // Given
        var later = SchemaBuilder.record("ClassCount")
                .namespace("dev.steadfast.avro")
                .fields();
        var schema = later.requiredString("colour")
                .requiredInt("classIndex")
                .requiredString("label")
                .requiredInt("votes")
                .endRecord();
        int id = registry.register("later-value", schema);
        byte[] bytes = ByteBuffer.allocate(11)
                .put((byte) 0)
                .putInt(id)
                .put(new byte[] {2, 'r', 6, 2, 'x', 14})
                .array();

        // When
        var count = registry.serde(dev.steadfast.avro.ClassCount.class).deserialize("later", bytes);

        // Then
        assertThat(count.getClassIndex()).isEqualTo(3);
        assertThat(ClassNames.of(count)).isEqualTo("x");
        assertThat(count.getVotes()).isEqualTo(7);
    }

    @Test
    void shouldReadTheGroundTruthOfProducersThatCallItLabel() throws Exception {
        // Given
        Schema released = new SchemaParser()
                .parse(Path.of("src/test/resources/released/0.1.0/Frame.avsc"))
                .mainSchema();
        GenericRecord frame = new GenericRecordBuilder(released)
                .set("frameId", "f-1")
                .set("cameraId", "door")
                .set("capturedAt", 0L)
                .set("contentType", "image/png")
                .set("image", ByteBuffer.wrap(new byte[] {1}))
                .set("label", 4)
                .build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(0);
        bytes.write(ByteBuffer.allocate(4)
                .putInt(registry.register("frames-of-before-value", released))
                .array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(released).write(frame, encoder);

        // When
        Frame read = registry.serde(Frame.class).deserialize("frames-of-before", bytes.toByteArray());

        // Then
        assertThat(read.getGroundTruth()).isEqualTo(4);
    }

    @Test
    void shouldTellAnUnknownSchemaFromARegistryThatFails() throws IOException {
        // Given
        byte[] bytes = serde.serialize("frames", frame());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        int[] status = {404};
        server.createContext("/", exchange -> {
            byte[] body = "{\"error_code\":%d03,\"message\":\"Schema not found\"}"
                    .formatted(status[0])
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status[0], body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        AvroSerde<Frame> remote = SchemaRegistry.connect(Map.of(
                        SchemaRegistry.URL,
                        "http://127.0.0.1:" + server.getAddress().getPort()))
                .serde(Frame.class);

        try {
            // Then
            assertThatThrownBy(() -> remote.deserialize("frames", bytes))
                    .asInstanceOf(type(UnreadableRecordException.class))
                    .returns(Problem.UNKNOWN_SCHEMA, UnreadableRecordException::problem);
            status[0] = 500;
            assertThatThrownBy(() -> remote.deserialize("frames", bytes))
                    .asInstanceOf(type(RegistryException.class))
                    .returns(true, RegistryException::retriable);
            status[0] = 403;
            assertThatThrownBy(() -> remote.serialize("frames", frame()))
                    .asInstanceOf(type(RegistryException.class))
                    .returns(false, RegistryException::retriable);
        } finally {
            server.stop(0);
        }
        assertThatThrownBy(() -> remote.deserialize("frames", bytes))
                .asInstanceOf(type(RegistryException.class))
                .returns(true, RegistryException::retriable);
    }

    @Test
    void shouldTellASchemaOfAnotherKindFromARegistryThatFails() throws IOException {
        byte[] body = "{\"schemaType\":\"JSON\",\"schema\":\"{\\\"type\\\":\\\"object\\\"}\"}"
                .getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            AvroSerde<Frame> remote = SchemaRegistry.connect(Map.of(
                            SchemaRegistry.URL,
                            "http://127.0.0.1:" + server.getAddress().getPort()))
                    .serde(Frame.class);

            assertThatThrownBy(() -> remote.deserialize("frames", new byte[] {0, 0, 0, 0, 9, 1}))
                    .asInstanceOf(type(UnreadableRecordException.class))
                    .returns(Problem.WRONG_RECORD, UnreadableRecordException::problem);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void shouldAskForARegistryAddress() {
        assertThatThrownBy(() -> SchemaRegistry.connect(Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("kafka.schema.registry.url: ");
    }

    private void assertUnreadable(byte[] bytes, Problem problem, String message) {
        assertThatThrownBy(() -> serde.deserialize("frames", bytes))
                .asInstanceOf(type(UnreadableRecordException.class))
                .satisfies(e -> assertThat(e).hasMessageContaining(message))
                .returns(problem, UnreadableRecordException::problem);
    }

    private byte[] written(String subject, GenericRecord record) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int id = registry.register(subject, record.getSchema());
        bytes.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<>(record.getSchema(), SpecificData.getForClass(VoteBatch.class)).write(record, encoder);
        return bytes.toByteArray();
    }

    private static VoteBatch votes() {
        return VoteBatch.newBuilder()
                .setFrameId("f-1")
                .setTaskIndex(0)
                .setFirstSample(0)
                .setNoiseKey(new NoiseKey256(new byte[32]))
                .setSamples(2)
                .setVotes(List.of(1, 1))
                .setInvalid(0)
                .setModelDigest("d")
                .setBackend("b")
                .setWorkerId("w")
                .setStartedAt(NOON)
                .setComputeMillis(3)
                .build();
    }

    private static Frame frame() {
        return Frame.newBuilder()
                .setFrameId("f-1")
                .setCameraId("door")
                .setCapturedAt(NOON)
                .setContentType("image/png")
                .setImage(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .setGroundTruth(4)
                .setOptions(SamplingOptions.newBuilder()
                        .setPlan(PlanKind.FIXED)
                        .setSigma(0.25)
                        .build())
                .build();
    }
}
