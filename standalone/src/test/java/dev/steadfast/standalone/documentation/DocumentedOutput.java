package dev.steadfast.standalone.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares what a page shows of an output with what came.
 *
 * <p>JSON must have the fields that the page shows, of the same types; what an error says must be the same. Other text must be the same. An ellipsis
 * on a page stands for anything; a word that it cuts short, {@code sf_Jd8Q…}, for the whole word that the reader sees and types from then on.
 */
final class DocumentedOutput {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ELLIPSIS = Pattern.compile("([\\w-]*)…");

    /** What is the same for every reader. */
    private static final Set<String> FIXED = Set.of("status", "title", "detail", "reason", "state", "name", "datatype");

    private final Map<String, String> words;

    /**
     * Compares.
     *
     * @param words gets the words that the page cuts short, each with what it stands for
     */
    DocumentedOutput(Map<String, String> words) {
        this.words = words;
    }

    /** Throws an {@link AssertionError} where they differ. */
    void compare(List<String> documented, String came) {
        String text = String.join("\n", documented).strip();
        Optional<JsonNode> shape = json(text.replace(",…", "").replace("[…]", "[]"));
        if (shape.isPresent()) {
            compare(
                    "",
                    shape.get(),
                    json(came).orElseThrow(() -> new AssertionError("the page shows JSON, and there came: " + came)));
        } else {
            compare("", text, came.strip());
        }
    }

    private void compare(String place, JsonNode documented, JsonNode came) {
        assertThat(came.getNodeType()).as("type of %s in %s", place, came).isEqualTo(documented.getNodeType());
        documented.fields().forEachRemaining(field -> {
            assertThat(came.has(field.getKey()))
                    .as("field %s/%s in %s", place, field.getKey(), came)
                    .isTrue();
            compare(place + "/" + field.getKey(), field.getValue(), came.get(field.getKey()));
        });
        if (documented.isArray()) {
            assertThat(came.size()).as("elements of %s in %s", place, came).isGreaterThanOrEqualTo(documented.size());
            for (int at = 0; at < documented.size(); at++) {
                compare(place + "/" + at, documented.get(at), came.get(at));
            }
        }
        String name = place.substring(place.lastIndexOf('/') + 1);
        if (documented.isTextual()
                && (FIXED.contains(name) || documented.textValue().contains("…"))) {
            compare(place, documented.textValue(), came.textValue());
        }
    }

    private void compare(String place, String documented, String came) {
        Matcher cut = ELLIPSIS.matcher(documented);
        StringBuilder pattern = new StringBuilder();
        int from = 0;
        while (cut.find()) {
            pattern.append(Pattern.quote(documented.substring(from, cut.start())))
                    .append(cut.group(1).isEmpty() ? "(.*)" : "(\\S+)");
            from = cut.end();
        }
        pattern.append(Pattern.quote(documented.substring(from)));
        Matcher matcher = Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(came);
        assertThat(matcher.matches())
                .as("%nthe page shows %s as:%n%s%nand there came:%n%s", place, documented, came)
                .isTrue();
        cut.reset();
        for (int group = 1; cut.find(); group++) {
            if (!cut.group(1).isEmpty()) {
                words.put(cut.group(), matcher.group(group));
            }
        }
    }

    private static Optional<JsonNode> json(String text) {
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
