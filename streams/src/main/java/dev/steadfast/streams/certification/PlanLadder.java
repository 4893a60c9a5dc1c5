package dev.steadfast.streams.certification;

import dev.steadfast.settings.SettingsException;
import dev.steadfast.smoothing.InvalidPlanException;
import dev.steadfast.smoothing.plans.SamplingPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The plans that frames take which ask for none: the deployment's, and under pressure ever cheaper ones. Which one a frame takes is fixed when it is
 * accepted, before its noise key is drawn, and so before its first vote.
 *
 * @param plans the deployment's plan, and the steps of the ladder below it
 */
public record PlanLadder(List<SamplingPlan> plans) {

    static final String KEY = "certification.ladder";

    public PlanLadder {
        plans = List.copyOf(plans);
    }

    /**
     * The ladder of a deployment.
     *
     * @throws InvalidPlanException if the deployment's own plan is out of range or could never certify
     * @throws SettingsException if a step is, is no plan, or asks for more samples than the one before it
     */
    public static PlanLadder of(CertificationSettings settings) {
        List<SamplingPlan> plans = new ArrayList<>();
        plans.add(settings.usualPlan());
        for (String step : settings.ladder()) {
            SamplingPlan before = plans.get(plans.size() - 1);
            SamplingPlan plan = plan(step, settings);
            if (plan.samples() > before.samples()) {
                throw wrong(
                        step,
                        "a step must not ask for more samples than the one before it, which asks for %d; asks for %d"
                                .formatted(before.samples(), plan.samples()));
            }
            plans.add(plan);
        }
        return new PlanLadder(plans);
    }

    /** How many steps there are below the deployment's plan. */
    public int steps() {
        return plans.size() - 1;
    }

    private static SamplingPlan plan(String step, CertificationSettings settings) {
        String[] words = step.strip().split("\\s+", -1);
        SamplingPlan.Kind kind = kind(step, words[0]);
        Map<String, Double> values = new TreeMap<>();
        values.put("n0", (double)
                (kind == SamplingPlan.Kind.SEQUENTIAL
                        ? settings.sequentialSelectionSamples()
                        : settings.selectionSamples()));
        values.put("n", (double) settings.estimationSamples());
        values.put("radius", settings.radius());
        for (String word : Arrays.asList(words).subList(1, words.length)) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (equals < 0 || !values.containsKey(name)) {
                throw wrong(
                        step,
                        "after the plan come values such as n=200, of %s; has '%s'".formatted(values.keySet(), word));
            }
            values.put(name, number(step, name, word.substring(equals + 1)));
        }
        try {
            return SamplingPlan.of(
                    kind,
                    settings.sigma(),
                    settings.alpha(),
                    samples(step, "n0", values),
                    samples(step, "n", values),
                    values.getOrDefault("radius", 0.0));
        } catch (InvalidPlanException e) {
            throw wrong(step, String.valueOf(e.getMessage()));
        }
    }

    private static SamplingPlan.Kind kind(String step, String word) {
        return Arrays.stream(SamplingPlan.Kind.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> wrong(step, "must begin with fixed, predict or sequential"));
    }

    private static double number(String step, String name, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw wrong(step, "%s must be a number, was '%s'".formatted(name, text));
        }
    }

    private static int samples(String step, String name, Map<String, Double> values) {
        double samples = values.getOrDefault(name, 0.0);
        if (samples != Math.rint(samples) || samples < 0 || samples > Integer.MAX_VALUE) {
            throw wrong(step, "%s must be a whole number, was %s".formatted(name, samples));
        }
        return (int) samples;
    }

    private static SettingsException wrong(String step, String rule) {
        return new SettingsException("%s = %s: %s".formatted(KEY, step.strip(), rule));
    }
}
