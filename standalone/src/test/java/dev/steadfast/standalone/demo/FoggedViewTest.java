package dev.steadfast.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class FoggedViewTest {

    private static final SampleImage CAT = SampleImages.load().get(0);

    private Instant now = Instant.EPOCH;

    @Test
    void shouldBeClearThenFoggedThenClearAgain() {
        // Given two frames a second, from the tenth second of a minute on
        List<Boolean> fogged = seen(Duration.ofSeconds(10), 460, Duration.ofMillis(500));

        assertThat(fogged.subList(0, 100)).containsOnly(false);
        assertThat(fogged.subList(100, 220)).containsOnly(true);
        assertThat(fogged.subList(220, 340)).containsOnly(false);
        assertThat(fogged.subList(340, 460)).containsOnly(true);
    }

    @Test
    void shouldWaitForTheMinuteInWhichASlowCameraHasSentEightyFrames() {
        // Given a frame a second: the 80th comes in the second minute
        List<Boolean> fogged = seen(Duration.ZERO, 240, Duration.ofSeconds(1));

        assertThat(fogged.subList(0, 120)).containsOnly(false);
        assertThat(fogged.subList(120, 240)).containsOnly(true);
    }

    @Test
    void shouldLeaveLittleOfAPicture() throws IOException {
        byte[] fogged = new FoggedLens(3, 0.5, 0).see(CAT.encoded(), new Random(1));

        BufferedImage before = ImageIO.read(new ByteArrayInputStream(CAT.encoded()));
        BufferedImage after = ImageIO.read(new ByteArrayInputStream(fogged));
        assertThat(after.getWidth()).isEqualTo(before.getWidth());
        assertThat(range(after)).isLessThan(range(before) / 2);
    }

    private List<Boolean> seen(Duration start, int frames, Duration each) {
        now = Instant.EPOCH.plus(start);
        FoggedView view = new FoggedView(Collections.nCopies(frames, CAT).iterator(), () -> now, new Random(1));
        List<Boolean> fogged = new ArrayList<>();
        while (view.hasNext()) {
            SampleImage image = view.next();
            assertThat(image.label()).isEqualTo(CAT.label());
            fogged.add(image.encoded() != CAT.encoded());
            now = now.plus(each);
        }
        return fogged;
    }

    /** Brightest minus darkest green. */
    private static int range(BufferedImage image) {
        int least = 255;
        int most = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int green = (image.getRGB(x, y) >> 8) & 0xff;
                least = Math.min(least, green);
                most = Math.max(most, green);
            }
        }
        return most - least;
    }
}
