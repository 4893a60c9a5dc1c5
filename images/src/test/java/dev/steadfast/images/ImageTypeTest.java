package dev.steadfast.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.steadfast.images.ImageException.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageTypeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image/jpeg",
                "Image/JPEG",
                " image/jpeg ",
                "image/jpg",
                "image/jpeg;",
                "image/jpeg;;",
                "image/jpeg; ;charset=x",
                "image/jpeg ; ; charset=x;\t;",
                "image/jpeg; charset=utf-8",
                "image/jpeg;q=\"a;b\"; charset=UTF-8",
                "image/jpeg;q=\"a\\\"; ;b\";;charset=UTF-8"
            })
    void shouldKnowJpegInEveryLegalForm(String contentType) throws ImageException {
        assertThat(ImageType.parse(contentType)).isEqualTo(new ImageType.Jpeg());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/vnd.steadfast.rgb8;width=2;height=1",
                "application/vnd.steadfast.rgb8; height=1; width=2",
                "application/vnd.steadfast.rgb8 ; WIDTH=\"2\" ; height=1 ;",
                "application/vnd.steadfast.rgb8;width=2;charset=binary;height=1"
            })
    void shouldReadTheSizeOfRawPixelsInAnyOrder(String contentType) throws ImageException {
        assertThat(ImageType.parse(contentType)).isEqualTo(new ImageType.RawRgb(2, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/vnd.steadfast.rgb8",
                "application/vnd.steadfast.rgb8;width=2",
                "application/vnd.steadfast.rgb8;width=2;height=x",
                "application/vnd.steadfast.rgb8;width=2;width=3;height=1",
                "image/gif",
                "image",
                ";image/jpeg",
                "image/jpeg;;q",
                "image/jpeg;q=\"a;;",
                ""
            })
    void shouldRefuseWhatIsNoImageType(String contentType) {
        assertThatThrownBy(() -> ImageType.parse(contentType))
                .asInstanceOf(type(ImageException.class))
                .returns(Problem.UNSUPPORTED_CONTENT_TYPE, ImageException::problem)
                .satisfies(e -> assertThat(e).hasMessageContaining("'" + contentType + "'"));
    }

    @Test
    void shouldWriteATypeInOneForm() throws ImageException {
        for (ImageType each :
                new ImageType[] {new ImageType.Png(), new ImageType.Jpeg(), new ImageType.RawRgb(640, 480)}) {
            assertThat(ImageType.parse(each.contentType())).isEqualTo(each);
        }
    }

    @Test
    void shouldSayWhatBytesAreThatBeginOtherwise() {
        assertThatThrownBy(() -> new ImageType.Jpeg().requireBeginning(TestImages.png(4, 4)))
                .asInstanceOf(type(ImageException.class))
                .returns(Problem.NOT_AN_IMAGE, ImageException::problem)
                .satisfies(e -> assertThat(e).hasMessageContaining("as a JPEG does: they are a PNG"));
    }
}
