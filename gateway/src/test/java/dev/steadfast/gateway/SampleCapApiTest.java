package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.steadfast.gateway.access.KeyFiles;
import dev.steadfast.gateway.access.Role;
import dev.steadfast.gateway.evidence.Evidence;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials may have a limited number of samples spent at once. The deployment's own plan is 100 + 1000. */
class SampleCapApiTest {

    private static final String FRAMES = "/v1/cameras/door/frames";

    @TempDir
    private Path folder;

    private RunningFront front;
    private String usual;
    private String large;
    private String small;

    @BeforeEach
    void start() throws Exception {
        Path keys = folder.resolve("keys");
        usual = KeyFiles.add(keys, "usual", "*", Role.PUBLISH, Role.READ, Role.OPERATE);
        large = KeyFiles.addCapped(keys, "large", 20_000, Role.PUBLISH);
        small = KeyFiles.addCapped(keys, "small", 43, Role.PUBLISH, Role.OPERATE);
        front = RunningFront.with(
                "gateway.access.api-keys=" + keys,
                "gateway.access.rate=0",
                "gateway.access.max-samples=2000",
                "gateway.max-wait=1s");
        front.newsArrives(KeptRecords.served());
    }

    @AfterEach
    void stop() {
        front.close();
    }

    @Test
    void shouldRefuseAFrameThatAsksForMoreAndNameTheCap() throws Exception {
        assertThat(frame(usual, "?n=1900").statusCode()).as("and 100 for n0").isEqualTo(202);
        assertThat(frame(large, "?n=19900").statusCode()).isEqualTo(202);
        assertThat(front.published).hasSize(2);

        assertRefused(
                frame(usual, "?n=1901"),
                "n0 + n must be at most 2000 with these credentials (gateway.access.max-samples), was 2001");
        assertRefused(
                frame(large, "?n=19901"),
                "n0 + n must be at most 20000 with these credentials (max-samples of the key), was 20001");
        assertRefused(
                frame(small, "?n=30&n0=14&alpha=0.5"),
                "n0 + n must be at most 43 with these credentials (max-samples of the key), was 44");
        assertThat(front.published).hasSize(2);
    }

    @Test
    void shouldGiveAFrameThatNamesNoNumberTheDeploymentsPlan() throws Exception {
        assertThat(frame(small, "").statusCode()).isEqualTo(202);
        assertThat(frame(small, "?alpha=0.01").statusCode()).isEqualTo(202);
    }

    @Test
    void shouldRefuseAnInferenceThatAsksForMore() throws Exception {
        assertRefused(
                front.send(front.request("/v2/models/cifar10-demo/infer")
                        .header("X-Api-Key", usual)
                        .POST(BodyPublishers.ofString(
                                "{\"inputs\":[{\"name\":\"image\",\"datatype\":\"UINT8\",\"shape\":[1,1,1,3],"
                                        + "\"data\":[1,2,3]}],\"parameters\":{\"n\":5000}}"))),
                "n0 + n must be at most 2000 with these credentials (gateway.access.max-samples), was 5100");
        assertThat(front.published).isEmpty();
    }

    @Test
    void shouldRefuseAReplayOfMore() throws Exception {
        KeptRecords records = new KeptRecords();
        front.records = records;
        front.arrive(records.keep("f-1", "door", "image/png", Evidence.planes()));

        assertRefused(
                replay(small),
                "the samples of a replay must be at most 43 with these credentials (max-samples of the key), was 44");
        assertThat(front.repeated).isEmpty();
        assertThat(replay(usual).statusCode()).isEqualTo(202);
    }

    private HttpResponse<String> replay(String key) throws Exception {
        return front.send(front.request("/v1/predictions/f-1/replays")
                .header("X-Api-Key", key)
                .header("Prefer", "respond-async")
                .POST(BodyPublishers.noBody()));
    }

    private HttpResponse<String> frame(String key, String query) throws Exception {
        return front.send(front.request(FRAMES + query)
                .header("X-Api-Key", key)
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofByteArray(MadeUp.png())));
    }

    private static void assertRefused(HttpResponse<String> answer, String detail) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(new JsonObject(answer.body()).getMap()).contains(entry("detail", detail));
    }
}
