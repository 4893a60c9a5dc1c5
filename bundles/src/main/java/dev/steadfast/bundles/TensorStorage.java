package dev.steadfast.bundles;

/**
 * The memory behind one or several tensors, as a TorchScript file's pickle names it.
 *
 * @param type of its values, in PyTorch's words: {@code Float}, {@code BFloat16}, {@code Long}, ...
 * @param key the record that holds it: {@code data/<key>}
 * @param values how many there are
 */
record TensorStorage(String type, String key, long values) {}
