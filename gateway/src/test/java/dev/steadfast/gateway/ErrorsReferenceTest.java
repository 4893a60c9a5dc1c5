package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.RejectionReason;
import dev.steadfast.gateway.http.Contract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of errors has every status of the contract, and every reason for which a frame is refused. */
class ErrorsReferenceTest {

    private static final Pattern STATUS = Pattern.compile("^ +'(\\d{3})':", Pattern.MULTILINE);

    /** What is answered before an operation is found, or where one fails: no operation lists them. */
    private static final List<String> UNLISTED = List.of("405", "414", "431", "500");

    @Test
    void shouldHaveEachStatusOfTheContractAndNoOther() throws IOException {
        String contract = Contract.load().yaml().toString(StandardCharsets.UTF_8);
        TreeSet<String> statuses = new TreeSet<>(UNLISTED);
        STATUS.matcher(contract).results().forEach(status -> statuses.add(status.group(1)));

        assertThat(first(ReferencePage.read("errors.md"), "The gateway's statuses"))
                .containsExactlyInAnyOrderElementsOf(statuses);
    }

    @Test
    void shouldHaveEachReasonForWhichAFrameIsRefused() throws IOException {
        List<String> reasons = Stream.of(RejectionReason.values())
                .map(reason -> reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();

        assertThat(ReferencePage.read("errors.md").rows("Reasons for which a frame is refused").stream()
                        .flatMap(row -> ReferencePage.codes(row.get(0)).stream()))
                .containsExactlyInAnyOrderElementsOf(reasons);
    }

    private static List<String> first(ReferencePage page, String heading) {
        return page.rows(heading).stream()
                .flatMap(row -> Arrays.stream(row.get(0).strip().split(", ", -1)))
                .toList();
    }
}
