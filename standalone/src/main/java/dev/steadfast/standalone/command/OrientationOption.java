package dev.steadfast.standalone.command;

import dev.steadfast.images.OrientationRule;
import picocli.CommandLine.Option;

/** How labelled images are turned: as the stream turns frames. */
public final class OrientationOption {

    @Option(
            names = "--orientation",
            paramLabel = "RULE",
            description =
                    "What is made of the orientation in image files' EXIF data: ${COMPLETION-CANDIDATES}. It must be what the"
                            + " deployment's intake.orientation is. Default: ${DEFAULT-VALUE}")
    private OrientationRule rule = OrientationRule.EXIF;

    public OrientationRule rule() {
        return rule;
    }
}
