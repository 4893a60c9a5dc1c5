package dev.steadfast.deployment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code docker-compose.yml}, with its variables filled in as compose does. */
record ComposeFile(Map<String, ComposeService> services) {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):-([^}]*)}");

    /** Reads the file. */
    static ComposeFile read(Map<String, String> variables) {
        Yaml file = Yaml.documents(interpolated(Repository.text("docker-compose.yml"), variables))
                .get(0);
        Map<String, ComposeService> services = new LinkedHashMap<>();
        file.at("services")
                .keys()
                .forEach(name -> services.put(name, new ComposeService(name, file.at("services", name))));
        return new ComposeFile(services);
    }

    private static String interpolated(String text, Map<String, String> variables) {
        return VARIABLE.matcher(text)
                .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(
                        variables.getOrDefault(found.group(1), found.group(2))));
    }

    ComposeService service(String name) {
        ComposeService service = services.get(name);
        if (service == null) {
            throw new AssertionError("no service " + name);
        }
        return service;
    }

    /** The services without a profile and those of the named ones, each after those that it depends on. */
    List<ComposeService> startOrder(String... profiles) {
        Set<String> order = new LinkedHashSet<>();
        List<String> active = List.of(profiles);
        services.values().stream()
                .filter(service -> service.profiles().isEmpty()
                        || service.profiles().stream().anyMatch(active::contains))
                .forEach(service -> visit(service, order, new ArrayList<>()));
        return order.stream().map(this::service).toList();
    }

    private void visit(ComposeService service, Set<String> order, List<String> way) {
        if (way.contains(service.name())) {
            throw new AssertionError("services wait for each other: " + way);
        }
        way.add(service.name());
        service.dependsOn().keySet().forEach(other -> visit(service(other), order, new ArrayList<>(way)));
        order.add(service.name());
    }
}
