package dev.steadfast.streams;

import dev.steadfast.streams.certification.CertificationSettings;
import dev.steadfast.streams.intake.IntakeSettings;
import dev.steadfast.streams.statistics.StatisticsSettings;

/**
 * What a deployment serves, and how; the same for all of its instances.
 *
 * @param model the bundle that answers
 */
public record Deployment(
        ServedModel model, IntakeSettings intake, CertificationSettings certification, StatisticsSettings statistics) {}
