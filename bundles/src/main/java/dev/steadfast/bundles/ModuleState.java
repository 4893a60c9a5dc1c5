package dev.steadfast.bundles;

import java.util.Map;

/**
 * A module, or another object, of a TorchScript file.
 *
 * @param className e.g. {@code __torch__.architectures.Conv2d}
 * @param attributes by name: a {@code ModuleState}, a {@link StoredTensor}, a number, a flag, a text, a list
 */
record ModuleState(String className, Map<String, Object> attributes) {}
