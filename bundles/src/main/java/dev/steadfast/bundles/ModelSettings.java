package dev.steadfast.bundles;

import dev.steadfast.settings.Setting;
import dev.steadfast.settings.SettingsGroup;
import java.nio.file.Path;

/** Which bundle a deployment serves; the topology and its workers must name the same one. */
@SettingsGroup("model")
public record ModelSettings(
        @Setting(
                value =
                        "The bundle: a folder, or a zip archive of one. The topology reads its manifest, workers load its networks.",
                defaultValue = "models/zoo/cifar10-int8")
        Path bundle) {}
