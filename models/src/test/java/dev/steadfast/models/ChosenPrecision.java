package dev.steadfast.models;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.steadfast.bundles.ModelBundle;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Says in which precision a bundle is computed on this processor. Argument: the bundle. */
final class ChosenPrecision {

    private ChosenPrecision() {}

    public static void main(String[] arguments) {
        ((Logger) LoggerFactory.getLogger("dev.steadfast.models")).setLevel(Level.INFO);
        try (ModelBundle bundle = ModelBundle.open(Path.of(arguments[0]));
                NoisyVoter voter = NoisyVoter.fastest(bundle, "cpu")) {
            System.out.println("backend " + voter.backend());
            System.out.println("chosen " + voter.precision());
        }
    }
}
