"""Resizes known pictures with Pillow and cuts out their centres, as torchvision's Resize and CenterCrop do. Writes a line for each:

    width height box-height box-width height width interpolation pixels

with the pixels, row after row, as hexadecimal digits; the first line is the version. pillow.txt holds what 12.0.0 gave.
"""
import PIL
from PIL import Image

# Picture, box, input: shrinking, enlarging, both, upright, wide, not square, as large as the box, sizes from which a half pixel is cut.
CASES = [
    (61, 37, 16, 16, 14, 14),
    (37, 61, 16, 16, 14, 14),
    (7, 5, 16, 16, 13, 13),
    (5, 9, 20, 20, 17, 17),
    (100, 41, 12, 16, 10, 14),
    (41, 100, 12, 16, 10, 14),
    (16, 16, 16, 16, 9, 9),
    (18, 16, 16, 16, 15, 15),
    (320, 243, 14, 14, 11, 11),
    (1, 1, 8, 8, 7, 7),
    (2, 300, 8, 8, 7, 7),
]
FILTERS = {'bilinear': Image.BILINEAR, 'bicubic': Image.BICUBIC}


def picture(width, height):
    """Noise, with flat places and edges: bytes of a linear congruential generator, some of them held for a while."""
    samples = bytearray(3 * width * height)
    state = width * 1000 + height
    for i in range(len(samples)):
        state = (state * 1103515245 + 12345) % 2147483648
        samples[i] = state >> 16 & 255 if i // 50 % 2 == 0 else (255 if i // 150 % 2 == 0 else i // 7 % 256)
    return Image.frombytes('RGB', (width, height), bytes(samples))


def cropped(width, height, box_height, box_width, crop_height, crop_width, interpolation):
    if width * box_height <= height * box_width:
        size = (box_width, box_width * height // width)
    else:
        size = (box_height * width // height, box_height)
    resized = picture(width, height).resize(size, FILTERS[interpolation])
    left = int(round((size[0] - crop_width) / 2.0))
    top = int(round((size[1] - crop_height) / 2.0))
    return resized.crop((left, top, left + crop_width, top + crop_height)).tobytes()


print(PIL.__version__)
for case in CASES:
    for name in FILTERS:
        print(*case, name, cropped(*case, name).hex())
