package dev.steadfast.images;

import java.util.Locale;

/** What is made of the orientation that EXIF data of a JPEG or PNG give. */
public enum OrientationRule {
    /** The picture is turned and mirrored as they say. */
    EXIF,
    /** It is taken as it is stored. */
    STORED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
