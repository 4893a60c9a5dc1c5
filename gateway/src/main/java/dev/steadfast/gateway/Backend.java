package dev.steadfast.gateway;

import dev.steadfast.avro.Frame;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.gateway.evidence.Archive;
import dev.steadfast.gateway.fleet.Backlog;
import dev.steadfast.gateway.kafka.FeedStatus;
import dev.steadfast.gateway.webhook.WebhookStatus;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What is behind the HTTP side: Kafka, or a stand-in for it.
 *
 * @param applicationId the topology whose backlog it is
 * @param frames publishes a frame with its trace context; see {@link dev.steadfast.gateway.kafka.KafkaPublisher#publish}
 * @param tasks publishes, to a queue, a task to be voted on again
 * @param archive what Kafka keeps, for an event loop
 * @param feeds how each feed is, by its name
 * @param brokers asks the brokers; fails where they do not answer
 * @param backlog asks what waits, in these queues of tasks too; never fails
 * @param webhook what became of camera events that somebody elsewhere is told of
 */
record Backend(
        String applicationId,
        BiFunction<Frame, Optional<String>, CompletionStage<Void>> frames,
        BiFunction<String, NoiseTask, CompletionStage<Void>> tasks,
        Function<Context, Archive> archive,
        Supplier<Map<String, FeedStatus>> feeds,
        Function<Context, Future<Void>> brokers,
        BiFunction<Context, Set<String>, Future<Backlog>> backlog,
        WebhookStatus webhook) {}
