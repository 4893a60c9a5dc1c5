package dev.steadfast.gateway.webhook;

import dev.steadfast.gateway.fleet.FleetNews;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A camera event as it is posted.
 *
 * @param id the same whenever and by whomever it is posted; no other event has it
 * @param camera the camera's name
 * @param kind what happened, as the API names it
 * @param body JSON: the event as the API has it, with {@code id} and {@code dashboard}
 */
record WebhookEvent(String id, String camera, String kind, String body) {

    /**
     * The event that the topic tells of. A camera has one turn in a window at the most, and one overload at a time, of which the window begins
     * with its first frame that was given up: so these three name it.
     *
     * @param publicUrl where the dashboard is; empty if that is not known
     */
    static WebhookEvent of(FleetNews.Event event, String publicUrl) {
        JsonObject json = event.json();
        String kind = event.kind();
        String id = "%s/%s/%s".formatted(event.camera(), kind, json.getString("windowStart"));
        JsonObject body = new JsonObject()
                .put("id", id)
                .mergeIn(json)
                .put("dashboard", publicUrl.isEmpty() ? null : dashboard(publicUrl, event.camera()));
        return new WebhookEvent(id, event.camera(), kind, body.encode());
    }

    private static String dashboard(String publicUrl, String camera) {
        return publicUrl.replaceAll("/+$", "") + "/?camera=" + URLEncoder.encode(camera, StandardCharsets.UTF_8);
    }
}
