package dev.steadfast.gateway.webhook;

import dev.steadfast.settings.Setting;
import dev.steadfast.settings.SettingsGroup;
import java.time.Duration;
import java.util.List;

/** Who is told of camera events, and how. Without a URL nobody is. */
@SettingsGroup("gateway.webhook")
public record WebhookSettings(
        @Setting(
                value = "Where camera events are posted, `https:` or `http:`; empty for nowhere. Redirects are not"
                        + " followed.",
                defaultValue = "")
        String url,

        @Setting(
                value = "File with the secret that events are signed with, 16 characters or more. It, or `secret`, is"
                        + " required with `url`.",
                defaultValue = "")
        String secretFile,

        @Setting(
                value = "The secret itself, for the environment: on a command line others can read it.",
                defaultValue = "")
        String secret,

        @Setting(
                value = "Which events are posted, with commas between: `departed`, `returned`, `new-normal`,"
                        + " `overloaded`, `caught-up`.",
                defaultValue = "departed,returned")
        List<String> events,

        @Setting(
                value = "Address under which people reach the dashboard, such as `https://steadfast.example.org`, for"
                        + " the link in each event; empty for none.",
                defaultValue = "")
        String publicUrl,

        @Setting(value = "How long the receiver may take to answer.", defaultValue = "10s", min = "100ms", max = "1m")
        Duration timeout,

        @Setting(
                value = "Pause before an event is posted again that the receiver did not take. Each further one is"
                        + " twice as long, up to a minute.",
                defaultValue = "1s",
                min = "10ms",
                max = "1m")
        Duration retryPause,

        @Setting(
                value = "After how long an event is given up, and the next one posted.",
                defaultValue = "1d",
                min = "1s",
                max = "7d")
        Duration retryFor) {

    public WebhookSettings {
        events = List.copyOf(events);
        WebhookRules.check(url, secretFile, secret, events, publicUrl);
    }

    /** Whether anybody is told. */
    public boolean isOn() {
        return !url.isEmpty();
    }

    /** Without the secret, and without what of the URL may be one. */
    @Override
    public String toString() {
        return "WebhookSettings[to=%s, events=%s]"
                .formatted(isOn() ? WebhookRules.shown(url) : "nowhere", String.join(",", events));
    }
}
