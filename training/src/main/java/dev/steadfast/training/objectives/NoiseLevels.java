package dev.steadfast.training.objectives;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * The noise that a denoiser is trained for: ranges, of which some may be drawn from more often than others.
 *
 * @param parts the ranges
 */
public record NoiseLevels(List<Part> parts) {
    private static final char WEIGHT = '*';

    /**
     * One range.
     *
     * @param range the noise levels
     * @param weight how often they are drawn, relative to other parts
     */
    public record Part(NoiseRange range, double weight) {

        /** @throws IllegalArgumentException if the weight is not above 0 */
        public Part {
            if (!(weight > 0 && Double.isFinite(weight))) {
                throw new IllegalArgumentException(
                        "sigma must have weights above 0, as in 0.25*2,0.5, but has " + weight);
            }
        }

        private static Part parse(String text) {
            int sign = text.indexOf(WEIGHT);
            if (sign < 0) {
                return new Part(NoiseRange.parse(text), 1);
            }
            try {
                return new Part(
                        NoiseRange.parse(text.substring(0, sign)), Double.parseDouble(text.substring(sign + 1)));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "sigma must have a number as weight, as in 0.25*2,0.5, but has \"" + text + "\"", e);
            }
        }

        @Override
        public String toString() {
            return weight == 1 ? range.toString() : range + "" + WEIGHT + weight;
        }
    }

    /** @throws IllegalArgumentException if there is no part */
    public NoiseLevels {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("sigma must have at least one level");
        }
    }

    /**
     * Reads {@code 0.25}, {@code 0.1..1.0}, or several of them with commas between, each with {@code *WEIGHT} behind it if it
     * is not 1.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static NoiseLevels parse(String text) {
        List<Part> parts = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            parts.add(Part.parse(part));
        }
        return new NoiseLevels(parts);
    }

    /** {@return a standard deviation} */
    float draw(SplittableRandom random) {
        if (parts.size() == 1) {
            return parts.get(0).range().draw(random);
        }
        double total = parts.stream().mapToDouble(Part::weight).sum();
        double left = random.nextDouble() * total;
        for (Part part : parts) {
            left -= part.weight();
            if (left < 0) {
                return part.range().draw(random);
            }
        }
        return parts.get(parts.size() - 1).range().draw(random); // the sum was rounded
    }

    /** {@return the greatest standard deviation} */
    double max() {
        return parts.stream().mapToDouble(part -> part.range().max()).max().orElseThrow();
    }

    /** {@return whether a standard deviation lies between the least and the greatest one} */
    boolean spans(double sigma) {
        return sigma <= max()
                && sigma
                        >= parts.stream()
                                .mapToDouble(part -> part.range().min())
                                .min()
                                .orElseThrow();
    }

    @Override
    public String toString() {
        return parts.stream().map(Part::toString).collect(Collectors.joining(","));
    }
}
