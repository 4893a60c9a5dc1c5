package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a value that cannot be: which it was, and which are allowed. */
class WordsApiTest {

    private final RunningFront front = RunningFront.with();

    @AfterEach
    void stop() {
        front.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "predictions?outcome=foo | query parameter 'outcome' must be certified, predicted, abstained or rejected, or several of them with commas between, was 'foo'",
                "predictions?outcome=certified, | query parameter 'outcome' must be certified, predicted, abstained or rejected, or several of them with commas between, was 'certified,'",
                "predictions?outcome= | query parameter 'outcome' must be certified, predicted, abstained or rejected, or several of them with commas between, was ''",
                "predictions?limit=0 | query parameter 'limit' must be a whole number from 1 to 200, was '0'",
                "predictions?limit=1.5 | query parameter 'limit' must be a whole number from 1 to 200, was '1.5'",
                "events?limit=many | query parameter 'limit' must be a whole number from 1 to 200, was 'many'",
                "predictions/stream?last=201 | query parameter 'last' must be a whole number from 0 to 200, was '201'",
                "predictions/stream?fleet=yes | query parameter 'fleet' must be true or false, was 'yes'",
                "predictions?camera=front%20door | query parameter 'camera' must be names of cameras (of A-Z a-z 0-9 . _ -), with commas between them, was 'front door'",
                "cameras/front%20door | path parameter 'camera' must be 1 to 128 of A-Z a-z 0-9 . _ -, was 'front door'",
                "predictions/f-1/samples?count=9 | query parameter 'count' must be a whole number from 1 to 8, was '9'",
                "predictions?cursor=12 | '12' is not a cursor of this gateway's: send as 'cursor' the 'next' of the page before, as it is, or leave it out to begin with the newest",
                "predictions?cursor=p1z.0.3-0 | 'p1z.0.3-0' is not a cursor of this gateway's: send as 'cursor' the 'next' of the page before, as it is, or leave it out to begin with the newest",
                "predictions?outcomes=certified | query parameter 'outcomes' is unknown here; known: camera, cursor, limit, outcome",
                "cameras?limit=3 | query parameter 'limit' is unknown here; known: there are none",
                "predictions?limit=1&limit=2 | query parameter 'limit' must be given once"
            })
    void shouldNameTheValueAndWhatIsAllowed(String path, String detail) throws Exception {
        assertRefused(front.get("/v1/" + path), detail);
    }

    @Test
    void shouldSayOfALongValueOnlyHowItBegins() throws Exception {
        assertRefused(
                front.get("/v1/predictions/" + "x".repeat(129)),
                "path parameter 'frameId' must be 1 to 128 characters, was '" + "x".repeat(64) + "...'");
    }

    @Test
    void shouldSpeakSoOfHeadersToo() throws Exception {
        assertRefused(
                front.send(front.request("/v1/predictions/stream").header("Last-Event-ID", "p".repeat(4097))),
                "header 'Last-Event-ID' must be at most 4096 characters, was '" + "p".repeat(64) + "...'");
        assertThat(front.streamReaders()).isZero();
    }

    private static void assertRefused(HttpResponse<String> answer, String detail) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(new JsonObject(answer.body()).getString("detail")).isEqualTo(detail);
    }
}
