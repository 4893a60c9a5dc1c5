package dev.steadfast.standalone.camera;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JpegStreamTest {

    private static final byte[] PADDING = "\r\n--boundary\r\nContent-Type: image/jpeg\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] STRAY = {'s', 't', 'r', 'a', 'y'};
    private static final int START_BYTES = 2;

    private static final byte[] FIRST = TestImages.jpeg(1);
    private static final byte[] SECOND = TestImages.jpeg(2);
    private static final byte[] THIRD = TestImages.jpeg(3);
    private static final byte[] WITH_THUMBNAIL = TestImages.jpegWithThumbnail(4);

    private final List<String> problems = new ArrayList<>();

    @Test
    void shouldCutBetweenImagesAndNowhereElse() throws Exception {
        byte[] progressive = TestImages.progressiveJpeg(3);
        byte[] restarts = withRestarts(FIRST);

        assertThat(cut(WITH_THUMBNAIL, progressive, restarts)).containsExactly(WITH_THUMBNAIL, progressive, restarts);
        assertThat(problems).isEmpty();
    }

    @Test
    void shouldPassOverWhatLiesBetweenImages() throws Exception {
        assertThat(cut(PADDING, FIRST, PADDING, SECOND, PADDING)).containsExactly(FIRST, SECOND);
        assertThat(cut(FIRST, new byte[100], SECOND, new byte[100], THIRD, new byte[100]))
                .containsExactly(FIRST, SECOND, THIRD);
        assertThat(problems).isEmpty();
    }

    @Test
    void shouldFindNothingInOtherStreams() throws Exception {
        assertThat(cut()).isEmpty();
        assertThat(cut(TestImages.png(1))).isEmpty();
    }

    @Test
    void shouldLeaveStrayBytesBetweenSegmentsToTheIntake() throws Exception {
        byte[] stray = withStrayBytes(FIRST);

        assertThat(cut(stray, stray, SECOND)).containsExactly(stray, stray, SECOND);
        assertThat(problems).isEmpty();
    }

    @Test
    void shouldLeaveStrayBytesToTheIntakeAlsoWhereThereAreThumbnails() throws Exception {
        byte[] stray = withStrayBytes(WITH_THUMBNAIL);

        assertThat(cut(stray, stray)).containsExactly(stray, stray);
    }

    @Test
    void shouldTakeTablesThatLookLikeAStart() throws Exception {
        // At quality 18, as libjpeg counts it, the quantisation table of the standard has the values 255, 216 side by
        // side.
        byte[] image = withQuantisationValues(FIRST, 0xff, 0xd8, 0xb1);

        assertThat(cut(image, SECOND)).containsExactly(image, SECOND);
    }

    @ParameterizedTest
    @ValueSource(ints = {0xdb, 0xc4, 0xc0, 0xdd, 0xda})
    void shouldTakeAStartWithinATableForACut(int marker) throws Exception {
        byte[] image = withRestartInterval(FIRST);
        byte[] cut = Arrays.copyOf(image, segment(image, marker) + 5); // its marker, its length and one byte

        assertThat(cut(SECOND, cut, WITH_THUMBNAIL, THIRD)).containsExactly(SECOND, WITH_THUMBNAIL, THIRD);
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("is cut off within its header: another image begins after");
    }

    @Test
    void shouldNeverTakeAThumbnailForAFrameWhereverAFrameIsCut() throws Exception {
        int header = segment(WITH_THUMBNAIL, 0xda);
        for (int length = START_BYTES; length < header; length++) {
            byte[] cut = Arrays.copyOf(WITH_THUMBNAIL, length);

            List<byte[]> taken = cut(FIRST, cut, WITH_THUMBNAIL, WITH_THUMBNAIL, SECOND);

            assertThat(taken.stream().allMatch(JpegStreamTest::showsAFrame))
                    .as("cut after %d bytes", length)
                    .isTrue();
            assertThat(taken.get(0)).isEqualTo(FIRST);
            assertThat(taken.get(taken.size() - 1))
                    .as("cut after %d bytes", length)
                    .isEqualTo(SECOND);
        }
    }

    @Test
    void shouldNeverTakeAThumbnailForAFrameWhereverAStreamIsJoined() throws Exception {
        for (int start = 0; start < WITH_THUMBNAIL.length; start++) {
            byte[] joined = Arrays.copyOfRange(WITH_THUMBNAIL, start, WITH_THUMBNAIL.length);

            List<byte[]> taken = cut(joined, WITH_THUMBNAIL, SECOND);

            assertThat(taken).as("joined at byte %d", start).hasSize(start == 0 ? 3 : 2);
            assertThat(Arrays.equals(taken.get(taken.size() - 2), WITH_THUMBNAIL))
                    .isTrue();
        }
    }

    @Test
    void shouldNotTakeAThumbnailBetweenZerosForAFrame() throws Exception {
        byte[] rest = concatenated(new byte[50], TestImages.jpeg(5), new byte[50], tail(WITH_THUMBNAIL, 0xdb));

        assertThat(cut(rest, FIRST)).containsExactly(FIRST);
        assertThat(problems).singleElement().asString().startsWith("may be a thumbnail: the stream was cut before it");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldTakeTheLastImageWithoutItsEndMarker(int missing) throws Exception {
        byte[] last = Arrays.copyOf(SECOND, SECOND.length - missing);

        assertThat(cut(FIRST, last)).containsExactly(FIRST, last);
        assertThat(problems).isEmpty();
    }

    @Test
    void shouldTakeImagesWithoutEndMarkersAnywhere() throws Exception {
        byte[] image = Arrays.copyOf(FIRST, FIRST.length - 2);

        assertThat(cut(image, SECOND, image, THIRD)).containsExactly(image, SECOND, image, THIRD);
    }

    @Test
    void shouldTakeAnImageWithoutItsEndMarkerWhenTheStreamPauses() throws Exception {
        byte[] image = Arrays.copyOf(FIRST, FIRST.length - 2);
        try (PipedOutputStream camera = new PipedOutputStream();
                TimedInput input = TimedInput.patient("test", new PipedInputStream(camera, 1 << 20))) {
            JpegStream stream = new JpegStream(input);
            camera.write(image);
            camera.flush();

            assertThat(stream.next()).contains(image); // while the camera is still connected

            camera.write(concatenated(PADDING, SECOND));
            camera.flush();
            assertThat(stream.next()).contains(SECOND);
        }
    }

    @Test
    void shouldSayWhatComesAfterAPauseThatWasNoEnd() throws Exception {
        byte[] image = TestImages.jpeg(6);
        int half = image.length - 100;
        PipedInputStream piped = new PipedInputStream(1 << 20);
        try (PipedOutputStream camera = new PipedOutputStream(piped);
                TimedInput input = TimedInput.patient("test", piped)) {
            JpegStream stream = new JpegStream(input);
            try (camera) {
                camera.write(image, 0, half);
                camera.flush();
                assertThat(stream.next()).contains(Arrays.copyOf(image, half));

                camera.write(image, half, image.length - half);
                camera.write(SECOND);
            }
            assertThat(rest(stream)).containsExactly(SECOND);
            assertThat(problems).containsExactly("is the rest of the one before, which had paused for 2 s");
        }
    }

    @Test
    void shouldSayThatAHeaderIsCutOffWithTheStream() throws Exception {
        assertThat(cut(Arrays.copyOf(FIRST, 30))).isEmpty();
        assertThat(problems).containsExactly("is cut off after 30 bytes");
    }

    @Test
    void shouldGoOnAfterWhatIsNoJpeg() throws Exception {
        assertThat(cut(new byte[] {(byte) 0xff, (byte) 0xd8, 'n', 'o'}, SECOND)).containsExactly(SECOND);
        assertThat(problems).containsExactly("is not a JPEG: there is no marker at byte 2");
    }

    @Test
    void shouldGoOnAfterTablesWithoutPicture() throws Exception {
        byte[] tables = concatenated(Arrays.copyOf(FIRST, segment(FIRST, 0xc0)), new byte[] {(byte) 0xff, (byte) 0xd9});

        assertThat(cut(tables, SECOND)).containsExactly(SECOND);
        assertThat(problems).singleElement().asString().startsWith("has no picture");
    }

    @Test
    void shouldNotCollectAnEndlessImage() throws Exception {
        byte[] endless = concatenated(Arrays.copyOf(FIRST, FIRST.length - 2), new byte[EncodedImage.MAX_BYTES]);

        assertThat(cut(endless, SECOND)).containsExactly(SECOND);
        assertThat(problems).containsExactly("has more than 8388608 bytes, the most that Kafka takes");
    }

    private List<byte[]> cut(byte[]... parts) throws Exception {
        problems.clear();
        try (TimedInput input = TimedInput.patient("test", new ByteArrayInputStream(concatenated(parts)))) {
            return rest(new JpegStream(input));
        }
    }

    private List<byte[]> rest(JpegStream stream) throws IOException, InterruptedException {
        List<byte[]> images = new ArrayList<>();
        while (true) {
            try {
                Optional<byte[]> image = stream.next();
                if (image.isEmpty()) {
                    return images;
                }
                images.add(image.get());
            } catch (UnusableImageException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Whether the last scan of an image is that of one of the frames, and not that of a thumbnail. */
    private static boolean showsAFrame(byte[] image) {
        return List.of(FIRST, SECOND, WITH_THUMBNAIL).stream()
                .map(JpegStreamTest::scan)
                .anyMatch(scan -> image.length >= scan.length
                        && Arrays.equals(image, image.length - scan.length, image.length, scan, 0, scan.length));
    }

    private static byte[] scan(byte[] image) {
        return tail(image, 0xda);
    }

    private static byte[] tail(byte[] image, int marker) {
        return Arrays.copyOfRange(image, segment(image, marker), image.length);
    }

    /** Where the first segment of a kind begins; what is within segments does not count. */
    private static int segment(byte[] image, int marker) {
        int at = START_BYTES;
        while ((image[at + 1] & 0xff) != marker) {
            at += 2 + ((image[at + 2] & 0xff) << 8 | (image[at + 3] & 0xff));
        }
        return at;
    }

    private static byte[] withStrayBytes(byte[] image) {
        int tables = segment(image, 0xdb);
        return concatenated(Arrays.copyOf(image, tables), STRAY, Arrays.copyOfRange(image, tables, image.length));
    }

    private static byte[] withRestartInterval(byte[] image) {
        int scan = segment(image, 0xda);
        return concatenated(
                Arrays.copyOf(image, scan),
                new byte[] {(byte) 0xff, (byte) 0xdd, 0, 4, 0, 0},
                Arrays.copyOfRange(image, scan, image.length));
    }

    private static byte[] withQuantisationValues(byte[] image, int... values) {
        byte[] changed = image.clone();
        int at = segment(image, 0xdb) + 30;
        for (int value : values) {
            changed[at++] = (byte) value;
        }
        return changed;
    }

    /** Restart markers and a stuffed byte at the end of the entropy-coded data. */
    private static byte[] withRestarts(byte[] image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(image, 0, image.length - 2);
        for (int restart = 0xd0; restart <= 0xd7; restart++) {
            bytes.writeBytes(new byte[] {(byte) 0xff, (byte) restart, 0x12, (byte) 0xff, 0x00});
        }
        bytes.write(image, image.length - 2, 2);
        return bytes.toByteArray();
    }

    private static byte[] concatenated(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
