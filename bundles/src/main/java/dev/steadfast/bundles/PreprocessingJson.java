package dev.steadfast.bundles;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.steadfast.images.Interpolation;

/** {@link Preprocessing} to and from JSON. */
final class PreprocessingJson {

    private PreprocessingJson() {}

    /** @throws IllegalArgumentException if a key is missing or unknown, or a value breaks its rule */
    static Preprocessing read(JsonFields fields) {
        Preprocessing steps = new Preprocessing(
                fields.optionalObject("resize").map(PreprocessingJson::resize),
                fields.optionalObject("values").map(PreprocessingJson::values).orElse(PixelValues.AS_THEY_ARE));
        fields.end();
        return steps;
    }

    /** Adds a key to a manifest; none for what does nothing, so that a manifest without it stays the file that it was. */
    static void write(Preprocessing steps, ObjectNode manifest) {
        if (steps.equals(Preprocessing.NONE)) {
            return;
        }
        ObjectNode object = manifest.putObject("preprocessing");
        steps.resize().ifPresent(resize -> object.putObject("resize")
                .put("height", resize.height())
                .put("width", resize.width())
                .put("interpolation", resize.interpolation().toString()));
        PixelValues values = steps.values();
        if (!steps.leavesValues()) {
            ObjectNode numbers = object.putObject("values")
                    .put("range", values.range().toString())
                    .put("channels", values.channels().toString());
            ArrayNode mean = numbers.putArray("mean");
            values.mean().forEach(mean::add);
            ArrayNode std = numbers.putArray("std");
            values.std().forEach(std::add);
        }
    }

    private static Resize resize(JsonFields fields) {
        int height = fields.integer("height");
        int width = fields.integer("width");
        String interpolation = fields.text("interpolation");
        fields.end();
        for (Interpolation known : Interpolation.values()) {
            if (known.toString().equals(interpolation)) {
                return new Resize(height, width, known);
            }
        }
        throw new IllegalArgumentException(
                "preprocessing.resize.interpolation must be bilinear or bicubic, but is \"" + interpolation + "\"");
    }

    private static PixelValues values(JsonFields fields) {
        PixelValues values = new PixelValues(
                PixelRange.of(fields.text("range")),
                ChannelOrder.of(fields.text("channels")),
                fields.numbers("mean"),
                fields.numbers("std"));
        fields.end();
        return values;
    }
}
