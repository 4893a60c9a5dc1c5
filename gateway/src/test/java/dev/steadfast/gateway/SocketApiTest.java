package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steadfast.gateway.access.Issuer;
import dev.steadfast.gateway.access.Role;
import dev.steadfast.gateway.predictions.AnswerJson;
import dev.steadfast.gateway.predictions.Origin;
import io.vertx.core.json.JsonObject;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketApiTest {

    private static final String SOCKET = "/v1/predictions/socket";

    @Test
    void shouldSendWhatTheStreamSends() throws Exception {
        try (RunningFront front = RunningFront.with();
                SocketReader socket = SocketReader.open(front, SOCKET + "?camera=door")) {
            assertThat(socket.next())
                    .isEqualTo(new JsonObject().put("event", "heartbeat").put("id", "p-"));
            socket.say("what a client says is ignored");

            front.arrive(
                    MadeUp.answer(MadeUp.certified("f-1", "yard"), new Origin(0, 0, 0)),
                    MadeUp.answer(MadeUp.certified("f-2", "door"), new Origin(0, 0, 1)));

            assertThat(socket.next())
                    .isEqualTo(new JsonObject()
                            .put("event", "prediction")
                            .put("id", "p2-")
                            .put("data", AnswerJson.of(MadeUp.certified("f-2", "door"))));
        }
    }

    @Test
    void shouldGoOnAtAnotherGateway() throws Exception {
        try (RunningFront here = RunningFront.with();
                RunningFront there = RunningFront.with()) {
            String last;
            try (SocketReader socket = SocketReader.open(here, SOCKET)) {
                here.arrive(MadeUp.answer(MadeUp.certified("f-0", "door"), new Origin(0, 0, 0)));
                last = socket.prediction().getString("id");
            }
            for (int i = 0; i < 3; i++) {
                there.arrive(MadeUp.answer(MadeUp.certified("f-" + i, "door"), new Origin(0, 0, i)));
            }

            try (SocketReader socket = SocketReader.open(there, SOCKET + "?last-event-id=" + last)) {
                assertThat(socket.prediction().getJsonObject("data").getString("frameId"))
                        .isEqualTo("f-1");
                assertThat(socket.prediction().getJsonObject("data").getString("frameId"))
                        .isEqualTo("f-2");
            }
        }
    }

    @Test
    void shouldSendTheLatestFirstToThoseWhoAskForThem() throws Exception {
        try (RunningFront front = RunningFront.with()) {
            String long100k = "x".repeat(100_000); // more than one frame of the protocol holds
            front.arrive(MadeUp.answer(MadeUp.certified("f-0", "door", long100k, 0.5, 0.9)));

            try (SocketReader socket = SocketReader.open(front, SOCKET + "?last=1")) {
                assertThat(socket.prediction().getJsonObject("data").getString("label"))
                        .isEqualTo(long100k);
            }
        }
    }

    @Test
    void shouldForgetClientsThatGoAwayAndCloseTheOthersWhenItStops() throws Exception {
        RunningFront front = RunningFront.with("gateway.max-stream-readers=2");
        try (SocketReader stays = SocketReader.open(front, SOCKET)) {
            try (SocketReader goes = SocketReader.open(front, SOCKET)) {
                goes.next();
                assertThatThrownBy(() -> SocketReader.open(front, SOCKET))
                        .hasCauseInstanceOf(WebSocketHandshakeException.class);
            }
            await().untilAsserted(() -> assertThat(front.streamReaders()).isEqualTo(1));

            front.close();

            assertThat(stays.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1001);
        }
    }

    @Test
    void shouldOpenForTheBearerOfAToken(@TempDir Path folder) throws Exception {
        Issuer issuer = Issuer.rsa("current");
        Path keySet = Files.writeString(
                folder.resolve("jwks.json"), Issuer.keySet(issuer).encode());
        try (RunningFront front = RunningFront.with(
                        "gateway.access.jwks=file:" + keySet,
                        "gateway.access.jwt-issuer=" + Issuer.NAME,
                        "gateway.access.jwt-audience=" + Issuer.AUDIENCE);
                SocketReader socket = SocketReader.open(
                        front, SOCKET, "Authorization", "Bearer " + issuer.token(Issuer.claims(Role.READ)))) {
            front.arrive(MadeUp.answer(MadeUp.certified("f-1", "door")));

            assertThat(socket.prediction().getJsonObject("data").getString("frameId"))
                    .isEqualTo("f-1");
            assertThatThrownBy(() -> SocketReader.open(
                            front, SOCKET, "Authorization", "Bearer " + issuer.token(Issuer.claims(Role.PUBLISH))))
                    .hasCauseInstanceOf(WebSocketHandshakeException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?last=1", "?fleet=true"})
    void shouldAskThoseWhoDoNotUpgradeToDoSo(String query) throws Exception {
        try (RunningFront front = RunningFront.with()) {
            var answer = front.get(SOCKET + query);

            assertThat(answer.statusCode()).isEqualTo(426);
            assertThat(answer.body()).contains("connect with Upgrade: websocket");
        }
    }

    @Test
    void shouldNotOpenBeforeItKnowsWhatMayHaveBeenMissed() {
        try (RunningFront front = RunningFront.starting()) {
            assertThatThrownBy(() -> SocketReader.open(front, SOCKET))
                    .cause()
                    .isInstanceOfSatisfying(
                            WebSocketHandshakeException.class,
                            e -> assertThat(e.getResponse().statusCode()).isEqualTo(503));
        }
    }
}
