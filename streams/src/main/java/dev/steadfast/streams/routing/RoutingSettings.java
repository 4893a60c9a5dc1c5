package dev.steadfast.streams.routing;

import dev.steadfast.settings.Setting;
import dev.steadfast.settings.SettingsGroup;
import java.time.Duration;

/** Which bundles are served, if more than one. */
@SettingsGroup("routing")
public record RoutingSettings(
        @Setting(
                value =
                        "A YAML file of bundles and of routes to them, in place of model.bundle; empty for one bundle. It"
                                + " is read again when it changes: see docs/reference/routes.md.",
                defaultValue = "")
        String file,

        @Setting(value = "How often the file is looked at.", defaultValue = "5s", min = "100ms", max = "10m")
        Duration refresh,

        @Setting(
                value = "How long a bundle that is new in the file is known before frames go to it. All instances must"
                        + " have seen the file by then: a ConfigMap of Kubernetes may take two minutes.",
                defaultValue = "30s",
                min = "0s",
                max = "1h")
        Duration settling) {}
