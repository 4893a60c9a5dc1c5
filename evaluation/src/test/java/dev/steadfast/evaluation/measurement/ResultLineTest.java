package dev.steadfast.evaluation.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultLineTest {

    @Test
    void shouldWriteTheColumnsOfTheReference() {
        ImageResult result = new ImageResult(40, 3, 3, 0.4789999, true, Duration.ofNanos(1_234_567_891L));

        assertThat(ResultLine.HEADER).isEqualTo("idx\tlabel\tpredict\tradius\tcorrect\ttime");
        assertThat(ResultLine.write(result)).isEqualTo("40\t3\t3\t0.478999\t1\t0:00:01.234567");
    }

    @Test
    void shouldWriteAnAbstentionAsTheReferenceDoes() {
        ImageResult result = new ImageResult(60, 3, ImageResult.ABSTAIN, 0, false, Duration.ofSeconds(16));

        assertThat(ResultLine.write(result)).isEqualTo("60\t3\t-1\t0.0\t0\t0:00:16");
    }

    @ParameterizedTest // Python 3.11: str(timedelta(seconds=...))
    @CsvSource(quoteCharacter = '"', textBlock = """
            0,            0:00:00
            0.000001,     0:00:00.000001
            59.999999,    0:00:59.999999
            3600,         1:00:00
            86399.5,      23:59:59.500000
            86400,        "1 day, 0:00:00"
            200000.25,    "2 days, 7:33:20.250000"
            """)
    void shouldShowTimesAsPythonDoes(double seconds, String shown) {
        Duration time = Duration.ofNanos(Math.round(seconds * 1e6) * 1000);
        String line = ResultLine.write(new ImageResult(0, 1, 1, 0.5, true, time));

        assertThat(line).endsWith("\t" + shown);
        assertThat(ResultLine.read(ResultLine.HEADER, line).time()).isEqualTo(time);
    }

    @ParameterizedTest
    @CsvSource({"0.478, 0.478", "0.0396, 0.0396", "0.0, 0", "1.2, 1.2", "5e-05, 0.00005", "1e+03, 1000"})
    void shouldReadRadiiAsPythonShowsThem(String cell, double radius) {
        assertThat(ResultLine.read(ResultLine.HEADER, "0\t1\t1\t" + cell + "\t1\t16.9"))
                .isEqualTo(new ImageResult(0, 1, 1, radius, true, Duration.ofMillis(16_900)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0;1;1;0.5;1               | must have 6 columns with tabs between them, but has 5
            0;1;1;0.5;1;0:00:01;x     | must have 6 columns with tabs between them, but has 7
            a;1;1;0.5;1;0:00:01       | idx must be a whole number, but is 'a'
            -5;1;1;0.5;1;0:00:01      | idx must be 0 or more, but is -5
            0;-1;1;0.5;1;0:00:01      | label must be a class index, 0 or more, but is -1
            0;1;-2;0.0;0;0:00:01      | predict must be a class index, or -1 for an abstention, but is -2
            0;1;1;nan;1;0:00:01       | radius must be a number, 0 or more, but is 'nan'
            0;1;1;-0.5;1;0:00:01      | radius must be a number, 0 or more, but is '-0.5'
            0;1;-1;0.5;0;0:00:01      | radius must be 0 for an abstention (predict is -1), but is 0.5
            0;1;1;0.5;True;0:00:01    | correct must be 0 or 1, but is 'True'
            0;1;2;0.5;1;0:00:01       | correct must be 0 where label is 1 and predict is 2, but is 1
            0;1;1;0.5;0;0:00:01       | correct must be 1 where label is 1 and predict is 1, but is 0
            0;1;1;0.5;1;soon          | time must be like 0:00:01.234567, or a number of seconds, but is 'soon'
            0;1;1;0.5;1;0:00:61       | time must be like 0:00:01.234567, or a number of seconds, but is '0:00:61'
            """)
    void shouldNameColumnRuleAndWhatWasFound(String line, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResultLine.read(ResultLine.HEADER, line.replace(';', '\t')))
                .withMessageContaining(message);
    }
}
