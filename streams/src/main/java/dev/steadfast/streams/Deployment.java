package dev.steadfast.streams;

import dev.steadfast.streams.certification.CertificationSettings;
import dev.steadfast.streams.intake.IntakeSettings;
import dev.steadfast.streams.routing.Routing;
import dev.steadfast.streams.statistics.StatisticsSettings;
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
        StatisticsSettings statistics) {}
