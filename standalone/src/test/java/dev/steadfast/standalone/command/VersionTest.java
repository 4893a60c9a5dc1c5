package dev.steadfast.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0123456789ab              | false          | steadfast 1.2.3 (commit 0123456789ab)
            0123456789ab              | true           | steadfast 1.2.3 (commit 0123456789ab, changed)
            ${git.commit.id.abbrev}   | ${git.dirty}   | steadfast 1.2.3
            """)
    void shouldSayWhichCommitWasBuiltWhereThatIsKnown(String commit, String changed, String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader("version=1.2.3\ncommit=%s\nchanged=%s\n".formatted(commit, changed)));

        assertThat(Version.text(properties)).isEqualTo(text);
    }
}
