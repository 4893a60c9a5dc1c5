package dev.steadfast.streams.routing;

import dev.steadfast.bundles.BundleException;
import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.schemas.SampleBudget;
import dev.steadfast.schemas.TaskQueues;
import dev.steadfast.settings.SettingsException;
import dev.steadfast.settings.YamlNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A file of routes:
 *
 * <pre>{@code
 * bundles:
 *   stable: {folder: /bundles/cifar10}
 *   candidate: {folder: /bundles/cifar10-next, queue: noise-tasks-candidate}
 * routes:
 *   - cameras: [door-*, gate-1]
 *     bundle: stable
 *     canary: {bundle: candidate, share: 0.05}
 *     shadow: {bundle: candidate, share: 0.5}
 *     max-age: 2s
 *     weight: 3
 *     budget: 500/s+20000
 *   - cameras: ["*"]
 *     bundle: stable
 * }</pre>
 *
 * @param path the file; folders in it are relative to its own
 */
public record RoutesFile(Path path) {

    private static final String BUNDLES = "bundles";

    /**
     * Reads the file, and the manifests of the bundles that it names.
     *
     * @throws SettingsException if one of them cannot be read or breaks a rule; the message names file, key and rule
     */
    public Routes read() {
        return read(file -> {
            Map<String, ServedModel> bundles = new LinkedHashMap<>();
            file.required(BUNDLES).entries().forEach((name, bundle) -> bundles.put(name, bundle(bundle)));
            List<Route> routes = new ArrayList<>();
            for (YamlNode route : file.required("routes").items()) {
                routes.add(route(route, bundles));
            }
            file.requireNoMore();
            return new Routes(List.copyOf(bundles.values()), routes);
        });
    }

    /**
     * Reads from the file which queues there must be; for that the bundles need not be at hand.
     *
     * @throws SettingsException if the file cannot be read or breaks a rule; the message names file, key and rule
     */
    public List<String> queues() {
        return read(file -> file.required(BUNDLES).entries().values().stream()
                .map(bundle -> queue(bundle).map(TaskQueues::topic).name())
                .toList());
    }

    private <T> T read(Function<YamlNode, T> meaning) {
        try {
            return meaning.apply(YamlNode.read(path));
        } catch (IOException e) {
            throw new SettingsException("routing.file: %s cannot be read: %s".formatted(path, e));
        } catch (IllegalArgumentException e) {
            throw new SettingsException("%s: %s".formatted(path, e.getMessage()));
        }
    }

    private ServedModel bundle(YamlNode bundle) {
        YamlNode folder = bundle.required("folder");
        YamlNode queue = queue(bundle);
        bundle.requireNoMore();
        BundleManifest manifest = folder.map(text -> {
            try {
                return BundleManifest.read(path.toAbsolutePath().resolveSibling(text));
            } catch (BundleException e) {
                throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
            }
        });
        return queue.map(name -> new ServedModel(manifest, name));
    }

    private static YamlNode queue(YamlNode bundle) {
        return bundle.optional("queue", TaskQueues.FIRST);
    }

    private static Route route(YamlNode route, Map<String, ServedModel> bundles) {
        List<CameraPattern> cameras = route.required("cameras").items().stream()
                .map(camera -> camera.map(CameraPattern::new))
                .toList();
        ServedModel model = named(route.required("bundle"), bundles);
        Optional<Portion> canary = route.optional("canary").map(node -> portion(node, bundles));
        Optional<Portion> shadow = route.optional("shadow").map(node -> portion(node, bundles));
        Optional<Duration> maxAge = route.optional("max-age").map(YamlNode::duration);
        double weight = route.optional("weight").map(YamlNode::number).orElse(1.0);
        Optional<SampleBudget> budget = route.optional("budget").map(node -> node.map(SampleBudget::parse));
        route.requireNoMore();
        return route.check(() -> new Route(cameras, model, canary, shadow, new ServiceLevel(maxAge, weight, budget)));
    }

    private static Portion portion(YamlNode portion, Map<String, ServedModel> bundles) {
        ServedModel model = named(portion.required("bundle"), bundles);
        double share = portion.optional("share").map(YamlNode::number).orElse(1.0);
        portion.requireNoMore();
        return portion.check(() -> new Portion(model, share));
    }

    private static ServedModel named(YamlNode name, Map<String, ServedModel> bundles) {
        return name.map(text -> {
            ServedModel model = bundles.get(text);
            if (model == null) {
                throw new IllegalArgumentException(
                        "there is no bundle '%s' under bundles, there are %s".formatted(text, bundles.keySet()));
            }
            return model;
        });
    }
}
