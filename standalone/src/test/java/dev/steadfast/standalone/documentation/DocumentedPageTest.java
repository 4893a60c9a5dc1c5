package dev.steadfast.standalone.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.standalone.command.Home;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DocumentedPageTest {

    private static final Set<String> LANGUAGES =
            Set.of("sh", "console", "python", "javascript", "yaml", "text"); // the last two are not typed

    @Test
    void shouldSayOfEveryFenceWhatItHolds() throws IOException, InterruptedException {
        for (String name : DocumentedCommands.pages()) {
            for (DocumentedPage.Fence fence :
                    DocumentedPage.read(Home.folder(), name).fences()) {
                assertThat(fence.language())
                        .as("language of the fence at %s:%d", name, fence.line())
                        .isIn(LANGUAGES);
                List<DocumentedCommand> commands = fence.commands();
                assertThat(fence.marks()).allSatisfy(mark -> assertThat(commands)
                        .as("what '%s' at %s:%d speaks of", mark, name, fence.line())
                        .anyMatch(command -> command.text().contains(mark.text())));
            }
        }
    }
}
