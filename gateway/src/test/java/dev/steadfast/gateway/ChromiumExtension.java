package dev.steadfast.gateway;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.slf4j.LoggerFactory;

/** One Chromium for all tests that ask for it; where there is none, they are skipped and say so. */
final class ChromiumExtension implements BeforeAllCallback, ParameterResolver {

    /** A test sets {@code ahead} to let the page believe that so many milliseconds have passed. */
    private static final String CLOCK =
            "window.ahead = 0; const now = Date.now.bind(Date); Date.now = () => now() + window.ahead;";

    @Override
    public void beforeAll(ExtensionContext context) {
        boolean installed = Chromium.find().isPresent();
        if (!installed) {
            LoggerFactory.getLogger(ChromiumExtension.class).atWarn().log(Chromium.ABSENT);
        }
        assumeTrue(installed, Chromium.ABSENT);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Chromium.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(ChromiumExtension.class))
                .getOrComputeIfAbsent(Chromium.class, type -> start(), Chromium.class);
    }

    private static Chromium start() {
        try {
            Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
            Path profile = Files.createTempDirectory(target, "browser-").resolve("profile");
            Chromium chromium = Chromium.start(Chromium.find().orElseThrow(), profile);
            chromium.beforeEachPage(CLOCK);
            return chromium;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Chromium started", e);
        }
    }
}
