import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.ClassCount;
import dev.steadfast.avro.NoiseKey256;
import dev.steadfast.avro.Outcome;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.Receipt;
import dev.steadfast.gateway.Gateway;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.Topics;
import dev.steadfast.settings.Settings;
import dev.steadfast.standalone.services.GatewayCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Predictions that a gateway delivers to readers of its live stream (server-sent events): gateway, broker, the readers on one thread, and the load, all in this JVM. So many
 * predictions are under way that no reader's buffer overflows, and each is delivered to all. Arguments: seconds, readers.
 */
public final class Deliveries {
    private static final int UNDER_WAY = 60;
    private static final double WARM_UP_SECONDS = 8;
    private static final double PATIENCE_SECONDS = 20;
    private static final byte[] EVENT = "event: prediction\n".getBytes(StandardCharsets.US_ASCII);

    private final List<Reader> readers = new ArrayList<>();
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 18);
    private long published;
    private long bytes;

    /** Without a lock: all is done by the main thread. */
    private static final class Reader {
        private long events;
        private int matched;

        void count(ByteBuffer bytes) {
            byte[] all = bytes.array();
            for (int i = 0; i < bytes.position(); i++) {
                // No text of a prediction has a beginning of this line that overlaps with it.
                matched = all[i] == EVENT[matched] ? matched + 1 : all[i] == EVENT[0] ? 1 : 0;
                if (matched == EVENT.length) {
                    events++;
                    matched = 0;
                }
            }
        }
    }

    private Deliveries() throws IOException {}

    public static void main(String[] arguments) throws Exception {
        double seconds = Double.parseDouble(arguments[0]);
        int readers = Integer.parseInt(arguments[1]);
        Embedded.during((settings, resources, meters) -> {
            Settings own = settings.with("gateway.port", "0")
                    .with("gateway.management-port", "0")
                    .with("gateway.max-stream-readers", Integer.toString(readers));
            Gateway gateway = resources.start(() -> GatewayCommand.start(own, meters));
            Load load = new Load(own.kafka());
            AvroSerde<CertifiedPrediction> serde = load.registry().serde(CertifiedPrediction.class);
            int eventBytes;
            try (var producer = load.producer("load-writer", Duration.ofMillis(1))) {
                Deliveries bench = new Deliveries();
                bench.connect(gateway.port(), readers);
                LongConsumer publish = number -> producer.send(prediction(serde, number));
                bench.deliver(publish, WARM_UP_SECONDS);
                say("gateway", bench.deliver(publish, seconds));
                eventBytes = (int) (bench.bytes / bench.delivered());
            }
            gateway.close();
            plainly(seconds / 2, readers, eventBytes);
        });
    }

    private static void say(String what, double perSecond) {
        System.out.printf("{\"what\": \"%s\", \"perSecond\": %.1f}%n", what, perSecond);
    }

    /** As many bytes as an event has, written to as many sockets by one thread that does nothing else. */
    private static void plainly(double seconds, int readers, int eventBytes) throws IOException, InterruptedException {
        byte[] event = Arrays.copyOf(EVENT, eventBytes);
        var waiting = new LinkedBlockingQueue<Long>();
        try (var listening = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))) {
            List<SocketChannel> writers = new ArrayList<>();
            Thread writer = new Thread(() -> {
                try {
                    for (int i = 0; i < readers; i++) {
                        SocketChannel channel = listening.accept();
                        channel.write(ByteBuffer.wrap("HTTP/1.1 200\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
                        writers.add(channel);
                    }
                    while (waiting.take() >= 0) {
                        for (SocketChannel channel : writers) {
                            channel.write(ByteBuffer.wrap(event));
                        }
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            writer.setDaemon(true);
            writer.start();
            Deliveries bench = new Deliveries();
            bench.connect(((InetSocketAddress) listening.getLocalAddress()).getPort(), readers);
            bench.deliver(waiting::add, seconds / 4);
            say("plain sockets", bench.deliver(waiting::add, seconds));
        }
    }

    private void connect(int port, int number) throws IOException, InterruptedException {
        byte[] request = "GET /v1/predictions/stream HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: text/event-stream\r\n\r\n"
                .formatted(port)
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < number; i++) {
            Reader reader = new Reader();
            readers.add(reader);
            SocketChannel channel = accepted(port, request);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, reader);
        }
    }

    /** Asks again while there is none yet: a gateway reads first what was there before it. */
    private static SocketChannel accepted(int port, byte[] request) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        while (true) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
            channel.write(ByteBuffer.wrap(request));
            ByteBuffer first = ByteBuffer.allocate(4096);
            channel.read(first); // the head of the answer
            String head = new String(first.array(), 0, first.position(), StandardCharsets.US_ASCII);
            if (head.startsWith("HTTP/1.1 200")) {
                return channel;
            }
            channel.close();
            if (!head.startsWith("HTTP/1.1 503") || elapsed(begin) > PATIENCE_SECONDS) {
                throw new IllegalStateException("the gateway answered a reader: " + head);
            }
            Thread.sleep(100);
        }
    }

    /** {@return deliveries a second} */
    private double deliver(LongConsumer publish, double seconds) throws IOException {
        long begin = System.nanoTime();
        long before = delivered();
        long progress = begin;
        long slowest = slowest();
        while (elapsed(begin) < seconds) {
            for (; published < slowest + UNDER_WAY; published++) {
                publish.accept(published);
            }
            read();
            if (slowest() > slowest) {
                slowest = slowest();
                progress = System.nanoTime();
            } else if (elapsed(progress) > PATIENCE_SECONDS) {
                throw new IllegalStateException(
                        "a reader got no prediction in %.0f s, having got %d of %d".formatted(PATIENCE_SECONDS, slowest, published));
            }
        }
        return (delivered() - before) / elapsed(begin);
    }

    private void read() throws IOException {
        selector.select(50);
        for (SelectionKey key : selector.selectedKeys()) {
            buffer.clear();
            int read = ((SocketChannel) key.channel()).read(buffer);
            if (read < 0) {
                throw new IllegalStateException("a reader's connection was ended");
            }
            bytes += read;
            ((Reader) key.attachment()).count(buffer);
        }
        selector.selectedKeys().clear();
    }

    private long delivered() {
        return readers.stream().mapToLong(reader -> reader.events).sum();
    }

    private long slowest() {
        return readers.stream().mapToLong(reader -> reader.events).min().orElseThrow();
    }

    private static double elapsed(long begin) {
        return (System.nanoTime() - begin) * 1e-9;
    }

    /** As the topology writes them for ten classes. */
    private static ProducerRecord<String, byte[]> prediction(AvroSerde<CertifiedPrediction> serde, long number) {
        String camera = "camera-" + number % 12;
        Instant now = Instant.now();
        CertifiedPrediction prediction = CertifiedPrediction.newBuilder()
                .setFrameId(UUID.randomUUID().toString())
                .setCameraId(camera)
                .setOutcome(Outcome.CERTIFIED)
                .setClassIndex(3)
                .setClassName("cat")
                .setLabel("cat")
                .setRadius(0.5123456789)
                .setLowerBound(0.9797)
                .setSelectionCounts(counts(24))
                .setEstimationCounts(counts(245))
                .setInvalidSamples(0)
                .setSamplesUsed(Load.SAMPLES)
                .setPlan(PlanKind.FIXED)
                .setSigma(0.25)
                .setAlpha(0.001)
                .setSelectionSamples(25)
                .setEstimationSamples(250)
                .setModelName("bench 1.0.0")
                .setModelDigest("ab".repeat(32))
                .setBackend("stub")
                .setCapturedAt(now)
                .setAcceptedAt(now)
                .setCompletedAt(now)
                .setReceipt(Receipt.newBuilder()
                        .setNoiseKey(new NoiseKey256(new byte[32]))
                        .setTaskSamples(25)
                        .setTasks(Load.TASKS)
                        .setInputHeight(32)
                        .setInputWidth(32)
                        .setInputSha256("cd".repeat(32))
                        .setPixelRules("steadfast-1 orientation=exif")
                        .build())
                .build();
        String topic = Topics.CERTIFIED_PREDICTIONS.name();
        return new ProducerRecord<>(topic, camera, serde.serialize(topic, prediction));
    }

    private static List<ClassCount> counts(int first) {
        List<String> names = List.of("cat", "dog", "deer", "frog", "horse");
        return IntStream.range(0, names.size())
                .mapToObj(i -> new ClassCount(i, names.get(i), names.get(i), i == 0 ? first : 1))
                .toList();
    }
}
