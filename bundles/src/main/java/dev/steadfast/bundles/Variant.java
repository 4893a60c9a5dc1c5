package dev.steadfast.bundles;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The networks of a bundle in another precision: the same weights, computed with in other arithmetic. Another function, strictly, whose votes are never pooled with
 * those of the bundle's own precision.
 *
 * @param precision the arithmetic inside the networks
 * @param classifier the classifier's TorchScript file
 * @param denoiser the denoiser's; there if the bundle has a denoiser, and called as that one is
 */
public record Variant(String precision, ModelFile classifier, Optional<ModelFile> denoiser) {

    /** @throws IllegalArgumentException if the precision is not plain */
    public Variant {
        Rules.checkPlainName("variants.precision", precision);
    }

    /**
     * Checks those of a bundle beside each other.
     *
     * @param precision the bundle's own
     * @param denoiser whether the bundle has one
     * @throws IllegalArgumentException if two are of one precision, or one has a denoiser where the bundle has none, or the other way round
     */
    static void check(List<Variant> variants, String precision, boolean denoiser) {
        Set<String> precisions = new HashSet<>(Set.of(precision));
        for (Variant variant : variants) {
            Rules.check(
                    precisions.add(variant.precision()),
                    "variants.precision",
                    "another one for each variant than the bundle's and the others'",
                    variant.precision());
            Rules.check(
                    variant.denoiser().isPresent() == denoiser,
                    "variants.denoiser",
                    denoiser ? "there, since the bundle has a denoiser" : "left out, since the bundle has no denoiser",
                    variant.denoiser().map(ModelFile::file).orElse("none"));
        }
    }

    /** {@return its files} */
    List<ModelFile> files() {
        return denoiser.map(file -> List.of(classifier, file)).orElse(List.of(classifier));
    }

    /** {@return its line in the text that the digest is of} */
    String line() {
        return "variant " + precision + " classifier " + classifier.sha256() + " denoiser "
                + denoiser.map(ModelFile::sha256).orElse("none") + '\n';
    }
}
