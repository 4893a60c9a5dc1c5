package dev.steadfast.bundles;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@link BundleManifest} to and from JSON. Reading is by hand, because its errors are read by people. */
final class ManifestJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ManifestJson() {}

    /**
     * @throws JsonProcessingException if the text is not JSON
     * @throws IllegalArgumentException if a key is missing or unknown, or a value breaks its rule
     */
    static BundleManifest read(byte[] utf8) throws JsonProcessingException {
        JsonFields fields = JsonFields.ofDocument(MAPPER.readTree(new String(utf8, StandardCharsets.UTF_8)));
        // First of all: the other keys of a later format may differ.
        int format = fields.integer("format");
        Rules.check(format == BundleManifest.FORMAT, "format", String.valueOf(BundleManifest.FORMAT), format);
        BundleManifest manifest = new BundleManifest(
                format,
                fields.text("name"),
                fields.text("version"),
                fields.text("task"),
                input(fields.object("input")),
                fields.optionalObject("preprocessing")
                        .map(PreprocessingJson::read)
                        .orElse(Preprocessing.NONE),
                fields.texts("classes"),
                fields.integer("batch"),
                fields.text("precision"),
                file(fields.object("classifier")),
                fields.optionalObject("denoiser").map(ManifestJson::denoiser),
                sigma(fields.object("sigma")),
                fields.optionalObjects("variants").stream()
                        .map(ManifestJson::variant)
                        .toList(),
                fields.optionalObjects("goldenLogits").stream()
                        .map(ManifestJson::golden)
                        .toList(),
                fields.object("provenance").allTexts(),
                fields.objects("certifiedAccuracy").stream()
                        .map(ManifestJson::measured)
                        .toList());
        fields.end();
        return manifest;
    }

    static String write(BundleManifest manifest) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("format", manifest.format());
        root.put("name", manifest.name());
        root.put("version", manifest.version());
        root.put("task", manifest.task());
        root.putObject("input")
                .put("channels", manifest.input().channels())
                .put("height", manifest.input().height())
                .put("width", manifest.input().width());
        PreprocessingJson.write(manifest.preprocessing(), root);
        manifest.classes().forEach(root.putArray("classes")::add);
        root.put("batch", manifest.batch());
        root.put("precision", manifest.precision());
        putFile(root.putObject("classifier"), manifest.classifier());
        manifest.denoiser().ifPresent(denoiser -> putFile(root.putObject("denoiser"), denoiser.model())
                .put("takesSigma", denoiser.takesSigma()));
        root.putObject("sigma")
                .put("min", manifest.sigma().min())
                .put("max", manifest.sigma().max());
        if (!manifest.variants().isEmpty()) {
            var variants = root.putArray("variants");
            manifest.variants().forEach(variant -> putVariant(variants.addObject(), variant));
        }
        if (!manifest.goldenLogits().isEmpty()) {
            var golden = root.putArray("goldenLogits");
            // A row in a line, and not a line for each class.
            manifest.goldenLogits().forEach(row -> golden.addObject()
                    .put("sigma", row.sigma())
                    .putRawValue("logits", new RawValue(row.logits().toString())));
        }
        manifest.provenance().forEach(root.putObject("provenance")::put);
        var table = root.putArray("certifiedAccuracy");
        manifest.certifiedAccuracy().forEach(row -> putMeasured(table.addObject(), row));
        // Line feeds on every system: the same manifest is the same file.
        DefaultIndenter indent = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(indent).withArrayIndenter(indent);
        try {
            return MAPPER.writer(printer).writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree of plain values can always be written", e);
        }
    }

    private static void putVariant(ObjectNode row, Variant variant) {
        row.put("precision", variant.precision());
        putFile(row.putObject("classifier"), variant.classifier());
        variant.denoiser().ifPresent(file -> putFile(row.putObject("denoiser"), file));
    }

    private static Variant variant(JsonFields fields) {
        Variant variant = new Variant(
                fields.text("precision"),
                file(fields.object("classifier")),
                fields.optionalObject("denoiser").map(ManifestJson::file));
        fields.end();
        return variant;
    }

    private static InputShape input(JsonFields fields) {
        InputShape shape =
                new InputShape(fields.integer("channels"), fields.integer("height"), fields.integer("width"));
        fields.end();
        return shape;
    }

    private static ModelFile file(JsonFields fields) {
        ModelFile file = new ModelFile(fields.text("file"), fields.text("sha256"));
        fields.end();
        return file;
    }

    private static Denoiser denoiser(JsonFields fields) {
        Denoiser denoiser =
                new Denoiser(new ModelFile(fields.text("file"), fields.text("sha256")), fields.flag("takesSigma"));
        fields.end();
        return denoiser;
    }

    private static SigmaRange sigma(JsonFields fields) {
        SigmaRange range = new SigmaRange(fields.number("min"), fields.number("max"));
        fields.end();
        return range;
    }

    private static GoldenLogits golden(JsonFields fields) {
        GoldenLogits row = new GoldenLogits(fields.number("sigma"), fields.integers("logits"));
        fields.end();
        return row;
    }

    private static MeasuredAccuracy measured(JsonFields fields) {
        MeasuredAccuracy row = new MeasuredAccuracy(
                fields.number("sigma"),
                fields.integer("n0"),
                fields.integer("n"),
                fields.number("alpha"),
                fields.integer("images"),
                fields.number("abstainedPercent"),
                byRadius(fields.object("percentByRadius").allNumbers()));
        fields.end();
        return row;
    }

    private static SortedMap<Double, Double> byRadius(Map<String, Double> percentByText) {
        SortedMap<Double, Double> percentByRadius = new TreeMap<>();
        percentByText.forEach((text, percent) -> {
            Rules.check(text.matches("[0-9]+(\\.[0-9]+)?"), "percentByRadius", "keyed by radii such as \"0.25\"", text);
            percentByRadius.put(Double.valueOf(text), percent);
        });
        return percentByRadius;
    }

    private static ObjectNode putFile(ObjectNode node, ModelFile file) {
        return node.put("file", file.file()).put("sha256", file.sha256());
    }

    /** {@return a radius as {@link #byRadius} takes it, without an exponent} */
    private static String plain(double radius) {
        return new BigDecimal(Double.toString(radius)).toPlainString();
    }

    private static void putMeasured(ObjectNode node, MeasuredAccuracy row) {
        node.put("sigma", row.sigma()).put("n0", row.n0()).put("n", row.n()).put("alpha", row.alpha());
        node.put("images", row.images()).put("abstainedPercent", row.abstainedPercent());
        ObjectNode percents = node.putObject("percentByRadius");
        row.percentByRadius().forEach((radius, percent) -> percents.put(plain(radius), percent));
    }
}
