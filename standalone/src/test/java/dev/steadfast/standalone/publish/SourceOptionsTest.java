package dev.steadfast.standalone.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

class SourceOptionsTest {

    private static final CommandLine COMMAND = new CommandLine(CommandSpec.create());

    @ParameterizedTest
    @ValueSource(strings = {"--fps 1 photos -", "--latest - photos", "--fps 1 photos", "--latest a.png b.png"})
    void shouldDropNoNamedFiles(String arguments) {
        assertThatThrownBy(() -> check(arguments))
                .isInstanceOf(ParameterException.class)
                .hasMessage("--fps, --latest: must be with -, a camera's address or --watch, and no other source;"
                        + " named files are all published");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--fps 1 --latest -",
                "--fps 1 --latest http://camera/v",
                "--fps 1 --latest --watch photos",
                "photos - a.png",
                "--retry-for 87600h http://camera/v"
            })
    void shouldTakeWhatGoesTogether(String arguments) {
        assertThat(check(arguments)).isNotNull();
    }

    @Test
    void shouldReadStandardInputOnce() {
        assertThatThrownBy(() -> check("- a.png -"))
                .isInstanceOf(ParameterException.class)
                .hasMessage("-: standard input can be read once, and is named 2 times");
    }

    @ParameterizedTest
    @ValueSource(strings = {"87601h", "9999999h", "999999999m"})
    void shouldRefuseTimesThatNanosecondsDoNotCount(String time) {
        assertThatThrownBy(() -> check("--retry-for " + time + " http://camera/v"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--retry-for")
                .hasMessageContaining("must be at most 87600h, but is \"" + time + "\"");
    }

    private static SourceOptions check(String arguments) {
        SourceOptions options = CommandLine.populateCommand(new SourceOptions(), arguments.split(" "));
        options.check(COMMAND);
        return options;
    }
}
