#!/usr/bin/env bash
# Java's ImageIO.read (JDK 17 and 25) applies an embedded ICC profile when it reads a JPEG, and ignores the same profile in a PNG: getRGB
# of one picture saved in both formats with one profile gives two colours. Pillow 11.3.0 and OpenCV hand out the stored samples of both.
# Whoever feeds a network from both formats through ImageIO feeds it two colour spaces.
# Seen with a profile of linear light and samples of 128: JPEG 188, PNG 128.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > Dump.java <<'JAVA'
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.nio.file.Files;
import java.nio.file.Path;

public class Dump {
    public static void main(String[] arguments) throws Exception {
        Files.write(Path.of("linear.icc"), ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData());
    }
}
JAVA
cat > Show.java <<'JAVA'
import java.io.File;
import javax.imageio.ImageIO;

public class Show {
    public static void main(String[] names) throws Exception {
        for (String name : names) {
            System.out.println("ImageIO " + name + " " + (ImageIO.read(new File(name)).getRGB(8, 8) & 255));
        }
    }
}
JAVA

python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check pillow==11.3.0
java -Djava.awt.headless=true Dump.java
venv/bin/python - <<'PY' | tee seen
from PIL import Image
profile = open("linear.icc", "rb").read()
for name in ("a.jpg", "a.png"):
    Image.new("RGB", (16, 16), (128, 128, 128)).save(name, icc_profile=profile)
    print("Pillow", name, Image.open(name).getpixel((8, 8))[2])
PY
java -Djava.awt.headless=true Show.java a.jpg a.png | tee -a seen
awk '
  { seen[$1 $2] = $3 }
  END {
    ok = seen["Pillowa.jpg"] == 128 && seen["Pillowa.png"] == 128 && seen["ImageIOa.png"] == 128
    ok = ok && seen["ImageIOa.jpg"] > 180 && seen["ImageIOa.jpg"] < 196
    if (!ok) { print "changed: not the values seen before"; exit 1 }
  }' seen
