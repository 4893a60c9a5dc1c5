package dev.steadfast.bundles;

import java.util.List;
import java.util.Optional;

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
