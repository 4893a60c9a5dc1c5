package dev.steadfast.standalone.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.Frame;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.management.Meters;
import dev.steadfast.models.NoisyVoter;
import dev.steadfast.schemas.Topics;
import dev.steadfast.settings.Settings;
import dev.steadfast.standalone.OfflineVotes;
import dev.steadfast.standalone.RunningStack;
import dev.steadfast.standalone.demo.SampleImage;
import dev.steadfast.standalone.demo.SampleImages;
import dev.steadfast.standalone.services.TopicsCommand;
import dev.steadfast.standalone.services.WorkerCommand;
import dev.steadfast.standalone.watch.TopicReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second bundle beside the first, while everything runs. */
class RollOutIT {

    private Path routes;
    private RunningStack stack;

    @SuppressWarnings("NullAway.Init")
    RollOutIT() {}

    @BeforeEach
    void start(@TempDir Path data, @TempDir Path configuration) throws Exception {
        routes = configuration.resolve("routes.yaml");
        route("bundle: stable", Map.of("stable", RunningStack.ZOO + "}"));
        stack = new RunningStack(data, "routing.file=" + routes, "routing.refresh=100ms", "routing.settling=0s");
    }

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void shouldTryABundleRollItOutAndBack(@TempDir Path folder) throws Exception {
        // Given the same networks in batches of another size: another function, and so another bundle
        Path candidate = Files.createDirectory(folder.resolve("candidate"));
        for (String file : List.of("classifier.pt", "denoiser.pt")) {
            Files.copy(RunningStack.ZOO.resolve(file), candidate.resolve(file));
        }
        String manifest = Files.readString(RunningStack.ZOO.resolve("bundle.json"));
        Files.writeString(
                candidate.resolve("bundle.json"),
                manifest.replace("\"batch\" : 25", "\"batch\" : 20").replace("\"cifar10\"", "\"candidate\""));
        Map<String, String> both =
                Map.of("stable", RunningStack.ZOO + "}", "candidate", candidate + ", queue: noise-tasks-candidate}");
        List<SampleImage> images = SampleImages.load();

        // When it shadows
        route("bundle: stable, shadow: {bundle: candidate}", both);
        TopicsCommand.apply(stack.settings());
        Settings settings = stack.settings()
                .with("model.bundle", candidate.toString())
                .with("worker.queue", "noise-tasks-candidate");
        Meters meters = stack.resources().start(Meters::new);
        WorkerCommand.start(settings, stack.resources(), meters);
        awaitModels("noise-tasks-candidate", false);
        Frame shadowed = RunningStack.frame("shadowed", images.get(7));
        stack.publish(shadowed);

        // Then both vote, and one answers
        CertifiedPrediction answer = stack.prediction("shadowed");
        assertThat(answer.getModelName()).startsWith("cifar10 ");
        CertifiedPrediction shadow = shadow("shadowed");
        assertThat(shadow.getModelName()).startsWith("candidate ");
        try (ModelBundle bundle = ModelBundle.open(candidate);
                NoisyVoter voter = NoisyVoter.open(bundle, "cpu")) {
            OfflineVotes.assertSame(voter, shadowed, shadow);
        }

        // When it is rolled out, and back
        route("bundle: candidate", both);
        awaitModels("noise-tasks-candidate", true);
        stack.publish(RunningStack.frame("rolled-out", images.get(8)));
        assertThat(stack.prediction("rolled-out").getModelName()).startsWith("candidate ");
        route("bundle: stable", both);
        awaitModels("noise-tasks-candidate", false);
        stack.publish(RunningStack.frame("rolled-back", images.get(9)));
        assertThat(stack.prediction("rolled-back").getModelName()).startsWith("cifar10 ");
    }

    private void route(String all, Map<String, String> bundles) throws IOException {
        StringBuilder text = new StringBuilder("bundles:\n");
        bundles.forEach((name, folder) -> text.append("  ")
                .append(name)
                .append(": {folder: ")
                .append(folder)
                .append('\n'));
        text.append("routes: [{cameras: ['*'], ").append(all).append("}]\n");
        Path next = routes.resolveSibling("next.yaml");
        Files.writeString(next, text);
        Files.move(next, routes, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Waits until the gateway has heard that the queue's bundle answers, or only shadows, which is told after it holds. */
    private void awaitModels(String queue, boolean answers) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + stack.gateway().port() + "/v1/fleet"))
                .build();
        await().atMost(RunningStack.PATIENCE).until(() -> {
            String body = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
            JsonNode models = new ObjectMapper().readTree(body).get("models");
            return models.findParents("queue").stream()
                    .anyMatch(model -> model.get("queue").textValue().equals(queue)
                            && model.get("answers").booleanValue() == answers);
        });
    }

    private CertifiedPrediction shadow(String frameId) {
        try (TopicReader reader = new TopicReader(stack.kafka())) {
            return await().atMost(RunningStack.PATIENCE)
                    .until(
                            () -> {
                                var partitions = reader.partitions(Topics.SHADOW_PREDICTIONS);
                                return reader.ends(partitions).entrySet().stream()
                                        .flatMap(end -> LongStream.range(0, end.getValue())
                                                .mapToObj(offset -> reader.at(
                                                        Topics.SHADOW_PREDICTIONS,
                                                        end.getKey().partition(),
                                                        offset)))
                                        .flatMap(Optional::stream)
                                        .filter(prediction ->
                                                prediction.getFrameId().equals(frameId))
                                        .findFirst();
                            },
                            Optional::isPresent)
                    .orElseThrow();
        }
    }
}
