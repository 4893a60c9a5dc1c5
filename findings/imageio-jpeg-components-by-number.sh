#!/usr/bin/env bash
# Java's ImageIO (JDK 17 and 25) decides by component numbers what a JPEG without JFIF and Adobe markers is, and otherwise than libjpeg:
# with full chroma (4:4:4) and numbers that are not 1, 2, 3 it takes the three components for RGB. libjpeg, and with it Pillow 11.3.0,
# OpenCV and browsers, take all but 'R', 'G', 'B' for YCbCr. Encoders that number from 0 are in the field. There is no exception and no
# warning: the colours are others. With subsampled chroma both agree.
# Seen for a picture of (220, 30, 30) numbered 0, 1, 2: Pillow (220, 30, 30), ImageIO (87, 96, 223) or so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check pillow==11.3.0

cat > make.py <<'PY'
import io, sys
from PIL import Image

def renumbered(jpeg):
    """Without its JFIF segment, components 0, 1, 2 in place of 1, 2, 3."""
    out, at = bytearray(jpeg[:2]), 2
    while True:
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2:at + 4], "big")
        segment = bytearray(jpeg[at:at + 2 + length])
        if marker == 0xC0:
            for i in range(3):
                segment[10 + 3 * i] -= 1
        if marker == 0xDA:
            for i in range(3):
                segment[5 + 2 * i] -= 1
        if marker != 0xE0:
            out += segment
        at += 2 + length
        if marker == 0xDA:
            return bytes(out + jpeg[at:])

for name, sampling in (("444", 0), ("420", 2)):
    buffer = io.BytesIO()
    Image.new("RGB", (16, 16), (220, 30, 30)).save(buffer, "JPEG", quality=95, subsampling=sampling)
    picture = renumbered(buffer.getvalue())
    open(name + ".jpg", "wb").write(picture)
    print("Pillow", name, *Image.open(io.BytesIO(picture)).convert("RGB").getpixel((8, 8)))
PY

cat > Show.java <<'JAVA'
import java.io.File;
import javax.imageio.ImageIO;

public class Show {
    public static void main(String[] names) throws Exception {
        for (String name : names) {
            int pixel = ImageIO.read(new File(name + ".jpg")).getRGB(8, 8);
            System.out.println("ImageIO " + name + " " + (pixel >> 16 & 255) + " " + (pixel >> 8 & 255) + " " + (pixel & 255));
        }
    }
}
JAVA

{ venv/bin/python make.py; java -Djava.awt.headless=true Show.java 444 420; } | tee seen
awk '
  function near(a, b) { return a - b < 12 && b - a < 12 }
  { red[$1 $2] = $3; blue[$1 $2] = $5 }
  END {
    ok = near(red["Pillow444"], 220) && near(blue["Pillow444"], 30)
    ok = ok && near(red["Pillow420"], 220) && near(red["ImageIO420"], 220)
    ok = ok && near(red["ImageIO444"], 87) && near(blue["ImageIO444"], 223)
    if (!ok) { print "changed: not the colours seen before"; exit 1 }
  }' seen
