package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.gateway.fleet.Backlog;
import dev.steadfast.gateway.kafka.FeedStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HealthTest {

    private RunningFront front;

    @BeforeEach
    void start() {
        front = RunningFront.with();
    }

    @AfterEach
    void stop() {
        front.close();
    }

    @Test
    void shouldBeLiveAndReady() throws Exception {
        assertThat(front.getManagement("/health/live").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = front.getManagement("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).contains("\"feeds\"", "\"brokers\"", "\"UP\"", "reads what arrives");
    }

    @Test
    void shouldBeLiveButNotReadyWhileTheFeedWaits() throws Exception {
        front.feed = new FeedStatus(true, false, "topic rejected-frames does not exist");

        assertThat(front.getManagement("/health/live").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = front.getManagement("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("topic rejected-frames does not exist");
    }

    @Test
    void shouldNotBeReadyWhileTheBrokersDoNotAnswer() throws Exception {
        front.probe = () -> Future.failedFuture("timed out");

        HttpResponse<String> ready = front.getManagement("/health/ready");

        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("timed out");
    }

    @Test
    @Timeout(30)
    void shouldAnswerWithinASecondWhileTheBrokersTakeTheirTime() throws Exception {
        assertThat(front.getManagement("/health/ready").statusCode()).isEqualTo(200);
        Promise<Void> silent = Promise.promise();
        AtomicInteger asked = new AtomicInteger();
        front.probe = () -> {
            asked.incrementAndGet();
            return silent.future();
        };

        HttpResponse<String> slow = front.getManagement("/health/ready");
        assertThat(slow.statusCode()).as("they answered a moment ago").isEqualTo(200);
        silent.fail("no answer within 3 s");
        front.probe = () -> Promise.<Void>promise().future();
        HttpResponse<String> away = front.getManagement("/health/ready");

        assertThat(asked).hasValue(1);
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.body()).contains("the brokers have not answered within 700 ms");
        assertThat(BrokerCheck.LIMIT).as("what a probe waits for").isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void shouldSayWhyTheBacklogIsNotKnownAndTakeFramesAllTheSame() throws Exception {
        front.backlog = new Backlog(
                OptionalLong.of(0),
                Map.of(),
                Map.of("noise-tasks", "Not authorized to access group: steadfast-workers"));

        Awaitility.await().untilAsserted(() -> {
            HttpResponse<String> ready = front.getManagement("/health/ready");
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.body())
                    .contains("\"noise-tasks\":\"not known: Not authorized to access group: steadfast-workers\"");
        });
    }

    @Test
    void shouldNotBeLiveOnceTheFeedHasStopped() throws Exception {
        front.feed = new FeedStatus(false, false, "stopped by an error");

        assertThat(front.getManagement("/health/live").statusCode()).isEqualTo(503);
    }

    @Test
    void shouldKeepThePortsApart() throws Exception {
        assertThat(front.get("/health/ready").statusCode()).isEqualTo(404);
        assertThat(front.getManagement("/v1/predictions/f-1").statusCode()).isEqualTo(404);
    }
}
