package dev.steadfast.standalone.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;

/** Where it is installed, what tests need of ffmpeg. */
public final class Ffmpeg {

    private Ffmpeg() {}

    public static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("ffmpeg", "-version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Skips the test where it is not installed. */
    public static void assumeInstalled() throws InterruptedException {
        assumeTrue(isInstalled(), "needs ffmpeg: on Debian or Ubuntu, sudo apt-get install ffmpeg");
    }

    /** Writes a video of three seconds with ten frames in each. */
    public static Path video(Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "bash",
                        "-c",
                        "ffmpeg -v error -f lavfi -i testsrc=duration=3:size=320x240:rate=10 \"$0\"",
                        file.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).as("exit status of ffmpeg").isZero();
        return file;
    }
}
