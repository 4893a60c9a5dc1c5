import dev.steadfast.standalone.command.SettingsOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * From the frames' topic to the predictions' topic, through services that run. Settings come from the environment, as those of the services. It does what the lines of
 * its input say, and prints a line of JSON for each: {@code saturate SECONDS FRAMES}, with so many frames under way, or {@code idle FRAMES}, one after the other.
 */
public final class Stream {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final Load load = new Load(new SettingsOptions().load().kafka());
    private final KafkaProducer<String, byte[]> producer = load.producer("load-writer", Duration.ZERO);
    private final KafkaConsumer<String, byte[]> consumer = load.answers("load-reader");
    private int underWay;

    private Stream() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Stream stream = new Stream();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            String[] words = line.split(" ");
            if (words[0].equals("saturate")) {
                stream.saturate(Double.parseDouble(words[1]), Integer.parseInt(words[2]));
            } else {
                stream.idle(Integer.parseInt(words[1]));
            }
        }
        stream.consumer.close();
        stream.producer.close();
    }

    private void saturate(double seconds, int frames) {
        long decided = 0;
        long others = 0;
        long begin = System.nanoTime();
        while (elapsed(begin) < seconds) {
            publish(frames - underWay);
            for (ConsumerRecord<String, byte[]> answer : consumer.poll(Duration.ofMillis(50))) {
                underWay--;
                if (load.isDecided(answer)) {
                    decided++;
                } else {
                    others++;
                }
            }
        }
        double passed = elapsed(begin);
        drain();
        System.out.printf(
                "{\"what\": \"saturated\", \"framesPerSecond\": %.3f, \"votesPerSecond\": %.1f, \"decided\": %d, \"others\": %d}%n",
                decided / passed, decided * Load.SAMPLES / passed, decided, others);
    }

    private void idle(int frames) throws InterruptedException {
        double[] times = new double[frames];
        Random random = new Random(frames);
        for (int i = 0; i < frames; i++) {
            Thread.sleep(100 + random.nextInt(100)); // at no rhythm that anything else may have
            long begin = System.nanoTime();
            publish(1);
            drain();
            times[i] = elapsed(begin);
        }
        Arrays.sort(times);
        System.out.printf(
                "{\"what\": \"idle\", \"median\": %.5f, \"p95\": %.5f}%n", times[frames / 2], times[(int) (0.95 * (frames - 1))]);
    }

    private void publish(int frames) {
        for (int i = 0; i < frames; i++) {
            producer.send(load.frame());
            underWay++;
        }
    }

    private void drain() {
        long begin = System.nanoTime();
        while (underWay > 0) {
            underWay -= consumer.poll(Duration.ofSeconds(1)).count();
            if (elapsed(begin) > PATIENCE.toSeconds()) {
                throw new IllegalStateException(underWay + " frames have no answer after " + PATIENCE.toSeconds() + " s");
            }
        }
    }

    private static double elapsed(long begin) {
        return (System.nanoTime() - begin) * 1e-9;
    }
}
