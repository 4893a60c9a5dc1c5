package dev.steadfast.gateway.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.images.ImageType;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelsTest {

    private static final byte[] PIXELS = {1, 11, 21, 2, 12, 22, 3, 13, 23, 4, 14, 24, 5, 15, 25, 6, 16, (byte) 255};

    @Test
    void shouldInterleavePlanesWhereverTheyBegin() {
        ByteBuffer planes =
                ByteBuffer.allocate(20).position(2).put(Evidence.planes()).position(2);

        byte[] pixels = Pixels.interleaved(planes, 2, 3);

        assertThat(pixels).startsWith(1, 11, 21, 2, 12, 22, 3, 13, 23).endsWith(6, 16, 26);
        assertThat(planes.position()).as("left as it is").isEqualTo(2);
    }

    @Test
    void shouldDrawEveryPixelInItsPlace() throws IOException {
        BufferedImage image = read(Pixels.png(PIXELS, 2, 3));

        assertThat(image.getWidth()).isEqualTo(3);
        assertThat(image.getHeight()).isEqualTo(2);
        assertThat(image.getRGB(0, 0)).isEqualTo(0xff010b15);
        assertThat(image.getRGB(2, 0)).isEqualTo(0xff030d17);
        assertThat(image.getRGB(2, 1)).isEqualTo(0xff0610ff);
    }

    @Test
    void shouldReadTheSizeOfAFrame() throws IOException {
        BufferedImage image = read(Pixels.png(new ImageType.RawRgb(3, 2), PIXELS));

        assertThat(image.getRGB(1, 1)).isEqualTo(0xff050f19);
    }

    @ParameterizedTest
    @CsvSource({"3, 3", "99999, 99999", "0, 0"})
    void shouldNotShowPixelsThatAreNotOfTheirSize(int width, int height) {
        assertThatThrownBy(() -> Pixels.png(new ImageType.RawRgb(width, height), PIXELS))
                .hasMessageContaining("the frame cannot be shown");
    }

    private static BufferedImage read(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }
}
