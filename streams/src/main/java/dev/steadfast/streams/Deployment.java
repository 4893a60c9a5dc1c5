package dev.steadfast.streams;

import dev.steadfast.streams.certification.CertificationSettings;
import dev.steadfast.streams.intake.IntakeSettings;
import dev.steadfast.streams.routing.Routing;
import dev.steadfast.streams.statistics.StatisticsSettings;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What a deployment serves, and how; the same for all of its instances.
 *
 * @param routing which bundles answer, at the moment
 */
public record Deployment(
        Supplier<Routing> routing,
        IntakeSettings intake,
        CertificationSettings certification,
        StatisticsSettings statistics) {

    /** How much work is sent to the workers in advance, in the time that it takes them: less where a route's frames must be answered soon. */
    Duration workAhead() {
        return certification.workAhead(routing.get().routes().routes().stream()
                .flatMap(route -> route.service().maxAge().or(certification::greatestAge).stream()));
    }
}
