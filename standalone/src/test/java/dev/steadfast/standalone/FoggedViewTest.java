package dev.steadfast.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class FoggedViewTest {

    private static final SampleImage CAT = SampleImages.load().get(0);

    private long nanos;

    @Test
    void shouldBeClearThenFoggedThenClearAgain() {
        // Given a frame a second: 80 frames take longer than a minute
        List<Boolean> fogged = seen(260, 1_000_000_000L);

        assertThat(fogged.subList(0, 80)).containsOnly(false);
        assertThat(fogged.subList(80, 160)).containsOnly(true);
        assertThat(fogged.subList(160, 240)).containsOnly(false);
        assertThat(fogged.subList(240, 260)).containsOnly(true);
    }

    @Test
    void shouldWaitForEightyFramesOfASlowCameraAndForAMinuteOfAFastOne() {
        assertThat(seen(81, 10_000_000_000L).indexOf(true)).isEqualTo(80);
        assertThat(seen(700, 100_000_000L).indexOf(true)).isEqualTo(600);
    }

    @Test
    void shouldLeaveLittleOfAPicture() throws IOException {
        byte[] fogged = new FoggedLens(3, 0.5, 0).see(CAT.png(), new Random(1));

        BufferedImage before = ImageIO.read(new ByteArrayInputStream(CAT.png()));
        BufferedImage after = ImageIO.read(new ByteArrayInputStream(fogged));
        assertThat(after.getWidth()).isEqualTo(before.getWidth());
        assertThat(range(after)).isLessThan(range(before) / 2);
    }

    private List<Boolean> seen(int frames, long nanosEach) {
        nanos = 0;
        FoggedView view = new FoggedView(Collections.nCopies(frames, CAT).iterator(), () -> nanos, new Random(1));
        List<Boolean> fogged = new ArrayList<>();
        while (view.hasNext()) {
            SampleImage image = view.next();
            assertThat(image.label()).isEqualTo(CAT.label());
            fogged.add(image.png() != CAT.png());
            nanos += nanosEach;
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
