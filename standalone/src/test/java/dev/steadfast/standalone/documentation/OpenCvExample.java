package dev.steadfast.standalone.documentation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steadfast.standalone.command.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The documented camera in Python, with OpenCV from PyPI. */
public final class OpenCvExample {

    /** With the clients of others that the tests talk to the product with; not there where they could not be installed. */
    static final Path PYTHON = Home.folder().resolve("target/python-clients/bin/python");

    private static final Path EXAMPLE = Home.folder().resolve("docs/examples/python/opencv_camera.py");

    private OpenCvExample() {}

    /** Skips the test where the example cannot run. */
    public static void assumeInstalled() throws IOException, InterruptedException {
        assumeTrue(
                Files.isExecutable(PYTHON)
                        && new ProcessBuilder(PYTHON.toString(), "-c", "import cv2")
                                        .redirectErrorStream(true)
                                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                        .start()
                                        .waitFor()
                                == 0,
                "needs opencv-python-headless in target/python-clients, where ./steadfast test installs it");
    }

    /** Lets it publish what a file shows, as camera {@code opencv}; returns the frames' ids. */
    public static List<String> run(int gatewayPort, Path file, String encoding, String... more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                PYTHON.toString(),
                EXAMPLE.toString(),
                file.toString(),
                "--gateway",
                "http://127.0.0.1:" + gatewayPort,
                "--encoding",
                encoding));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("exit status; output:%n%s", output).isZero();
        return output.lines().toList();
    }
}
