package dev.steadfast.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The compose file, read by compose itself: it checks the file against the schema of the compose specification. */
class ComposeConfigTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "camera", "tools", "observability"})
    void shouldBeUnderstoodByCompose(String profile) throws Exception {
        List<String> command = new ArrayList<>(Tools.compose());
        command.addAll(List.of("-f", Repository.file("docker-compose.yml").toString()));
        if (!profile.isEmpty()) {
            command.addAll(List.of("--profile", profile));
        }
        command.add("config");

        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(Yaml.documents(output).get(0).at("services").keys())
                .contains("kafka", "streams", "worker", "gateway");
    }
}
