package dev.steadfast.gateway.access;

import dev.steadfast.schemas.SampleBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/** Files of keys for tests. */
public final class KeyFiles {

    private KeyFiles() {}

    /** Adds a new key for all cameras with a cap of its own to a file, and tells it. */
    public static String addCapped(Path file, String name, int maxSamples, Role... roles) throws IOException {
        String key = NewKey.draw(new SecureRandom());
        List<String> words = List.of(roles).stream().map(Role::word).toList();
        new ApiKeyFile(file).add(ApiKey.of(name, key, words, List.of("*")).withMaxSamples(maxSamples));
        return key;
    }

    /** Likewise with a budget of its own. */
    public static String addWithBudget(Path file, String name, SampleBudget budget, Role... roles) throws IOException {
        String key = NewKey.draw(new SecureRandom());
        List<String> words = List.of(roles).stream().map(Role::word).toList();
        new ApiKeyFile(file).add(ApiKey.of(name, key, words, List.of("*")).withBudget(budget));
        return key;
    }

    /** Adds a new key to a file, and tells it. */
    public static String add(Path file, String name, String camera, Role... roles) throws IOException {
        String key = NewKey.draw(new SecureRandom());
        List<String> words = List.of(roles).stream().map(Role::word).toList();
        new ApiKeyFile(file).add(ApiKey.of(name, key, words, List.of(camera)));
        return key;
    }
}
