package dev.steadfast.gateway;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as the contract has it, made up. {@code ContractStubTest} holds it against the contract. */
final class ContractJson {

    static final List<String> CLASSES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
    static final double BIN_WIDTH = 0.05;
    private static final int SIZE = 32;

    private ContractJson() {}

    static JsonObject certified(String frameId, String camera, String label, double radius, Instant at) {
        double lowerBound = Math.min(0.9931, 0.5 + radius * 0.75);
        return answer(frameId, camera, "certified", at)
                .put("class", Math.max(0, CLASSES.indexOf(label)))
                .put("className", label)
                .put("label", label)
                .put("radius", radius)
                .put("lowerBound", lowerBound)
                .put("counts", counts(label, (int) (1000 * Math.min(1, lowerBound + 0.02))));
    }

    static JsonObject abstained(String frameId, String camera, String reason, Instant at) {
        return answer(frameId, camera, "abstained", at)
                .put("reason", reason)
                .put("lowerBound", 0.4321)
                .put("counts", counts("deer", 468));
    }

    private static JsonObject answer(String frameId, String camera, String outcome, Instant at) {
        return new JsonObject()
                .put("frameId", frameId)
                .put("cameraId", camera)
                .put("outcome", outcome)
                .putNull("reason")
                .putNull("class")
                .putNull("className")
                .putNull("label")
                .put("radius", 0.0)
                .put("lowerBound", 0.0)
                .put("counts", new JsonArray())
                .put("samples", 1100)
                .put("invalidSamples", 1)
                .put("sigma", 0.25)
                .put("alpha", 0.001)
                .put("plan", "fixed")
                .put("n0", 100)
                .put("n", 1000)
                .putNull("targetRadius")
                .putNull("groundTruth")
                .put("modelName", "cifar10-demo 1.0.0")
                .put("modelDigest", "ab".repeat(32))
                .put("backend", "pytorch 2.7.1 cpu fp32")
                .put("capturedAt", at.minusMillis(1300).toString())
                .put("acceptedAt", at.minusMillis(1240).toString())
                .put("completedAt", at.toString())
                .put("latencyMillis", 1240)
                .put(
                        "receipt",
                        new JsonObject()
                                .put("noiseKey", "0f".repeat(32))
                                .put("taskSamples", 25)
                                .put("tasks", 44)
                                .put("inputHeight", SIZE)
                                .put("inputWidth", SIZE)
                                .put("inputSha256", "cd".repeat(32))
                                .put("pixelRules", "steadfast-1 orientation=exif"))
                .put(
                        "source",
                        new JsonObject()
                                .put("framePartition", 1)
                                .put("frameOffset", 17)
                                .put("inputPartition", 2)
                                .put("inputOffset", 16));
    }

    private static JsonArray counts(String leader, int votes) {
        JsonArray counts = new JsonArray();
        int left = 1000 - votes;
        counts.add(count(leader, votes));
        for (String label : CLASSES) {
            if (!label.equals(leader) && counts.size() < 5) {
                int share = left / 2;
                left -= share;
                counts.add(count(label, share));
            }
        }
        return counts;
    }

    private static JsonObject count(String label, int votes) {
        return new JsonObject()
                .put("class", Math.max(0, CLASSES.indexOf(label)))
                .put("className", label)
                .put("label", label)
                .put("votes", votes);
    }

    static JsonObject rejected(@Nullable String frameId, @Nullable String camera, long offset, Instant at) {
        return new JsonObject()
                .put("frameId", frameId)
                .put("cameraId", camera)
                .put("outcome", "rejected")
                .put("reason", "not-an-image")
                .put("message", "the image must be PNG or JPEG, it begins with 0x3c68")
                .put("completedAt", at.toString())
                .put(
                        "source",
                        new JsonObject()
                                .put("topic", "frames")
                                .put("partition", 2)
                                .put("offset", offset));
    }

    /** A closed window without rejections; the past is what its abstentions are compared with. */
    static JsonObject window(
            String camera, Instant start, Duration length, int certified, int abstained, String state) {
        JsonArray radii = new JsonArray();
        JsonArray right = new JsonArray();
        int left = certified;
        for (int bin = 0; bin < 12; bin++) {
            int inBin = bin == 11
                    ? left
                    : Math.min(left, (int) Math.round(certified * 0.028 * (1 + bin * (11 - bin) / 6.0)));
            left -= inBin;
            radii.add(inBin);
            right.add(inBin * 8 / 10);
        }
        int correct = right.stream().mapToInt(count -> (Integer) count).sum();
        return new JsonObject()
                .put("camera", camera)
                .put("start", start.toString())
                .put("end", start.plus(length).toString())
                .put("closed", true)
                .put("certified", certified)
                .put("predicted", 0)
                .put("abstained", abstained)
                .put("rejected", 0)
                .put(
                        "reasons",
                        abstained == 0
                                ? new JsonObject()
                                : new JsonObject(Map.of(
                                        "not-confident", abstained - abstained / 8, "no-valid-votes", abstained / 8)))
                .put("labelled", certified + abstained)
                .put("correct", correct)
                .put("certifiedCorrect", correct)
                .put("radiusSum", certified * 0.31)
                .put("radiusBinWidth", BIN_WIDTH)
                .put("radiusCounts", radii)
                .put("correctRadiusCounts", right)
                .put("latencyMillisSum", (certified + abstained) * 1180L)
                .put("latencyMillisMax", 1900 + 37L * abstained)
                .put("samples", (certified + abstained) * 1100L)
                .put("pastFrames", 3120)
                .put("pastAbstained", 281)
                .put("surprise", state.equals("departed") ? 1.3e-11 : 0.41)
                .put("state", state)
                .put("departedSince", state.equals("departed") ? start.toString() : null);
    }

    static JsonObject camera(
            String name,
            String state,
            @Nullable Instant departedSince,
            @Nullable JsonObject latest,
            JsonArray windows) {
        return new JsonObject()
                .put("camera", name)
                .put("state", state)
                .put("departedSince", departedSince == null ? null : departedSince.toString())
                .put("latest", latest)
                .put("windows", windows);
    }

    static JsonObject event(String camera, String kind, JsonObject window) {
        return new JsonObject()
                .put("camera", camera)
                .put("kind", kind)
                .put("occurredAt", window.getString("end"))
                .put("windowStart", window.getString("start"))
                .put("windowEnd", window.getString("end"))
                .put("frames", window.getInteger("certified") + window.getInteger("abstained"))
                .put("abstained", window.getInteger("abstained"))
                .put("pastFrames", window.getInteger("pastFrames"))
                .put("pastAbstained", window.getInteger("pastAbstained"))
                .put("probability", 1.3e-11)
                .put("threshold", 1e-4)
                .put("leadingReason", "not-confident")
                .put("message", camera + " abstains far more often than it used to.");
    }

    static JsonObject samples(String frameId, int count) {
        JsonArray samples = new JsonArray();
        for (int sample = 0; sample < count; sample++) {
            samples.add(new JsonObject()
                    .put("sample", sample)
                    .put("noisy", Base64.getEncoder().encodeToString(Scene.pixels(frameId, SIZE, 0.25, sample)))
                    .put("denoised", Base64.getEncoder().encodeToString(Scene.pixels(frameId, SIZE, 0.03, sample)))
                    .put("class", sample == 2 ? 5 : 3)
                    .put("className", sample == 2 ? "dog" : "cat")
                    .put("label", sample == 2 ? "dog" : "cat"));
        }
        return new JsonObject()
                .put("frameId", frameId)
                .put("height", SIZE)
                .put("width", SIZE)
                .put("samples", samples);
    }

    static JsonObject pending(String frameId) {
        return new JsonObject()
                .put("frameId", frameId)
                .put("outcome", "pending")
                .put("tasksDone", 3)
                .put("tasksAsked", 44)
                .put("queueAhead", 120)
                .put("estimatedSeconds", 12)
                .put("detail", "3 of 44 tasks are done; 3 workers vote; 120 tasks wait, about 12 s");
    }

    static JsonObject replay(String frameId, int difference, boolean exact) {
        return new JsonObject()
                .put("replay", "r-1")
                .put("frameId", frameId)
                .put("outcome", "finished")
                .put("matches", difference == 0)
                .put("exact", exact)
                .put("recounted", 1100)
                .put("selection", new JsonArray().add(recounted("cat", 99, 99)).add(recounted("dog", 1, 1)))
                .put(
                        "estimation",
                        new JsonArray()
                                .add(recounted("cat", 979, 979 - difference))
                                .add(recounted("dog", 21, 21 + difference)))
                .put("backend", exact ? "pytorch 2.7.1 cpu fp32" : "pytorch 2.7.1 cuda bf16")
                .put("detail", difference == 0 ? "all 1,100 votes are the same" : "all 1,100 votes differ");
    }

    private static JsonObject recounted(String label, int votes, int replayed) {
        return new JsonObject()
                .put("class", CLASSES.indexOf(label))
                .put("className", label)
                .put("label", label)
                .put("votes", votes)
                .put("replayed", replayed);
    }
}
