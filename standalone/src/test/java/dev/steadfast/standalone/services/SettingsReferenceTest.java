package dev.steadfast.standalone.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.settings.Settings;
import dev.steadfast.settings.SettingsReference;
import dev.steadfast.standalone.command.Home;
import dev.steadfast.standalone.command.SettingsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsReferenceTest {

    @Test
    void shouldStandInTheDocumentationAsTheCodeHasIt() throws IOException {
        String page = Files.readString(Home.folder().resolve("docs/reference/settings.md"));

        assertThat(page)
                .as("docs/reference/settings.md: bring up to date with ./steadfast settings")
                .endsWith(SettingsReference.markdown(SettingsOptions.GROUPS).strip() + "\n");
    }

    @Test
    void shouldHaveDefaultsThatKeepTheirOwnRules() {
        Settings defaults = Settings.load(SettingsOptions.GROUPS, Optional.empty(), Map.of(), List.of());

        assertThat(SettingsOptions.GROUPS)
                .allSatisfy(group -> assertThat(defaults.bind(group)).isNotNull());
    }
}
