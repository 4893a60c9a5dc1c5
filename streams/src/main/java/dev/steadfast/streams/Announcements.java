package dev.steadfast.streams;

import dev.steadfast.avro.ModelAnnouncement;
import dev.steadfast.avro.WaitingFrames;
import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.schemas.Plans;
import dev.steadfast.smoothing.plans.SamplingPlan;
import dev.steadfast.streams.admission.Admission;
import dev.steadfast.streams.certification.CertificationSettings;
import dev.steadfast.streams.routing.Routes;
import dev.steadfast.streams.routing.ServedModel;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What there is to tell of the bundles that a deployment serves. */
final class Announcements {

    private Announcements() {}

    /** The announcement of the bundle for all cameras, with the others in it. */
    static ModelAnnouncement of(Routes routes, CertificationSettings defaults, Instant now) {
        List<ModelAnnouncement> others = routes.models().stream()
                .filter(model -> !model.equals(routes.fallback()))
                .map(model -> of(model, routes, defaults, now).build())
                .toList();
        return of(routes.fallback(), routes, defaults, now).setOthers(others).build();
    }

    /** What waits in an instance, by queue; empty if nothing does. */
    static List<WaitingFrames> waiting(Map<String, Admission.State> states) {
        return states.entrySet().stream()
                .filter(entry -> entry.getValue().tasks() > 0)
                .map(entry -> WaitingFrames.newBuilder()
                        .setQueue(entry.getKey())
                        .setFrames(entry.getValue().waiting())
                        .setTasks(entry.getValue().tasks())
                        .setTasksPerSecond(entry.getValue().tasksPerSecond())
                        .setOverloaded(entry.getValue().pressed())
                        .build())
                .toList();
    }

    private static ModelAnnouncement.Builder of(
            ServedModel model, Routes routes, CertificationSettings defaults, Instant now) {
        BundleManifest manifest = model.manifest();
        SamplingPlan plan = defaults.usualPlan();
        return ModelAnnouncement.newBuilder()
                .setName(manifest.name())
                .setVersion(manifest.version())
                .setDigest(model.digest())
                .setInputHeight(manifest.input().height())
                .setInputWidth(manifest.input().width())
                .setClasses(manifest.classes())
                .setSigmaMin(manifest.sigma().min())
                .setSigmaMax(manifest.sigma().max())
                .setPlan(Plans.kind(plan.kind()))
                .setSigma(defaults.sigma())
                .setAlpha(defaults.alpha())
                .setSelectionSamples(plan.selectionSamples())
                .setEstimationSamples(plan.estimationSamples())
                .setTargetRadius(Plans.targetRadius(plan))
                .setTaskSamples(defaults.taskSamples())
                .setMaxSamples(defaults.maxSamples())
                .setDeadlineMillis(defaults.deadline().toMillis())
                .setAnnouncedAt(now)
                .setQueue(model.queue())
                .setAnswers(routes.answers(model));
    }
}
