package dev.steadfast.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.sun.management.ThreadMXBean;
import dev.steadfast.gateway.problems.ProblemException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What reading an inference costs: no more tokens than its shape has room for, and no more memory than a share of its body. */
class BoundedReadingTest {

    private static final int ITEMS = 300_000;
    private static final InferenceLimits LIMITS = new InferenceLimits(4, 1_000_000);

    private final InferenceReader reader = new InferenceReader(LIMITS);

    @ParameterizedTest
    @ValueSource(strings = {"[],", "7,", "[7],", "[[[[[[7]]]]]],", "\"x\",", "null,"})
    void shouldStopWhereTheShapeDoes(String item) throws IOException {
        CountingParser json = new CountingParser(array(item));
        json.nextToken();

        assertThatThrownBy(() -> new Tensor(ImageElements.of("UINT8", new int[] {1, 1, 1, 3}, LIMITS), 4)
                        .read(json, Integer.MAX_VALUE))
                .isInstanceOf(ProblemException.class);

        assertThat(json.tokens).isLessThan(20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'inputs':[{'name':'image','datatype':'UINT8','shape':[1,1,1,3],'data':ITEMS}]}",
                "{'inputs':[{'data':ITEMS,'name':'image','datatype':'UINT8','shape':[1,1,1,3]}]}",
                "{'inputs':ITEMS}",
                "{'parameters':{'camera':ITEMS},'inputs':[]}",
                "{'outputs':[{'name':'label','parameters':{'x':ITEMS}}],'inputs':[]}",
                "{'other':ITEMS,'inputs':[]}",
                "ITEMS"
            })
    void shouldRefuseManySmallValuesWithoutKeepingThem(String body) {
        byte[] bytes = body.replace('\'', '"').replace("ITEMS", array("[],")).getBytes(StandardCharsets.UTF_8);

        long allocated = allocatedByRefusing(bytes);

        assertThat(allocated).as("of a body of %d bytes", bytes.length).isLessThan(bytes.length / 2);
    }

    @Test
    void shouldRefuseManyParametersWithoutKeepingThem() {
        String fields =
                IntStream.range(0, ITEMS).mapToObj(i -> "\"" + i + "\":0").collect(Collectors.joining(","));
        byte[] bytes = ("{\"parameters\":{" + fields + "}}").getBytes(StandardCharsets.UTF_8);

        assertThat(allocatedByRefusing(bytes)).isLessThan(bytes.length / 2);
    }

    @Test
    void shouldNotSetMemoryAsideForValuesThatCannotBeThere() {
        String tensor = "{'name':'image','datatype':'UINT8','shape':[4,500,500,3],'data':[1]}";
        byte[] bytes = "{'inputs':[%s]}".formatted(tensor).replace('\'', '"').getBytes(StandardCharsets.UTF_8);

        assertThat(allocatedByRefusing(bytes)).isLessThan(100_000);
    }

    @Test
    void shouldReadPixelsInAShareOfTheirText() {
        String pixels = IntStream.range(0, 3 * 200 * 200)
                .mapToObj(i -> Integer.toString(i % 256))
                .collect(Collectors.joining(","));
        byte[] bytes = ("{\"inputs\":[{\"name\":\"image\",\"datatype\":\"UINT8\",\"shape\":[1,200,200,3],\"data\":["
                        + pixels + "]}]}")
                .getBytes(StandardCharsets.UTF_8);
        read(bytes); // so that what is allocated once is

        long before = allocated();
        InferenceRequest request = read(bytes);

        assertThat(allocated() - before).isLessThan(bytes.length);
        assertThat(request.bytes()).isEqualTo(3 * 200 * 200);
    }

    private long allocatedByRefusing(byte[] body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(ProblemException.class); // so that what is allocated once is
        long before = allocated();
        try {
            read(body);
        } catch (ProblemException refused) {
            return allocated() - before;
        }
        throw new AssertionError("it was not refused");
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private InferenceRequest read(byte[] body) {
        return reader.read(new InferenceBody(ByteBuffer.wrap(body), Optional.empty()));
    }

    private static String array(String item) {
        return "[" + item.repeat(ITEMS) + "0]";
    }

    private static final class CountingParser extends JsonParserDelegate {

        private int tokens;

        private CountingParser(String json) throws IOException {
            super(new JsonFactory().createParser(json));
        }

        @Override
        public JsonToken nextToken() throws IOException {
            tokens++;
            return super.nextToken();
        }

        @Override
        public JsonParser skipChildren() {
            throw new AssertionError("nothing is to be skipped");
        }
    }
}
