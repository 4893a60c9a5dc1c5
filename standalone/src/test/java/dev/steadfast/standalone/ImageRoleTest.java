package dev.steadfast.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.standalone.command.CommandException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImageRoleTest {

    @AfterEach
    void reset() {
        System.clearProperty(ImageRole.PROPERTY);
    }

    @Test
    void shouldOfferAllCommandsOutsideOfImages() {
        assertThat(Steadfast.commandLine().getSubcommands())
                .containsKeys("demo", "streams", "worker", "gateway", "train");
    }

    @Test
    void shouldOfferInAnImageWhatItsLibrariesAllow() {
        System.setProperty(ImageRole.PROPERTY, "streams");

        assertThat(Steadfast.commandLine().getSubcommands())
                .containsOnlyKeys(
                        "streams",
                        "topics",
                        "camera",
                        "publish",
                        "watch",
                        "certificate",
                        "disagreement",
                        "dead-letters",
                        "settings");
    }

    @Test
    void shouldRefuseARoleThatThereIsNot() {
        assertThatThrownBy(() -> ImageRole.named("broker"))
                .isInstanceOf(CommandException.class)
                .hasMessage("steadfast.image: must be streams, worker or gateway, was 'broker'");
    }
}
