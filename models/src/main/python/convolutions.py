"""Makes src/main/resources/dev/steadfast/models/convolutions.pt: the same convolutions in fp32 and in bf16, to see how fast a processor is at either.

    python3 convolutions.py ../resources/dev/steadfast/models/convolutions.pt

What torch.jit.save writes beside the module, paths and the like, is left out.
"""

import sys
import zipfile

import torch
from torch import nn


class Convolutions(nn.Module):
    """Each method computes three convolutions of 64 channels, 3 x 3, on 16 images of 16 x 16 places, and returns one number."""

    def forward(self) -> torch.Tensor:
        return self.of(torch.float32)

    @torch.jit.export
    def bf16(self) -> torch.Tensor:
        return self.of(torch.bfloat16)

    @torch.jit.export
    def of(self, dtype: torch.dtype) -> torch.Tensor:
        x = torch.ones(16, 64, 16, 16).to(dtype).contiguous(memory_format=torch.channels_last)
        weight = torch.full((64, 64, 3, 3), 0.001).to(dtype).contiguous(memory_format=torch.channels_last)
        for _ in range(3):
            x = torch.conv2d(x, weight, None, 1, 1)
        return x.float().sum()


def main():
    target = sys.argv[1]
    torch.jit.script(Convolutions().eval()).save(target + ".new")
    with zipfile.ZipFile(target + ".new") as made, zipfile.ZipFile(target, "w") as out:
        for name in made.namelist():
            if not name.endswith(".debug_pkl") and "/.data/" not in name:
                out.writestr(zipfile.ZipInfo(name), made.read(name))


if __name__ == "__main__":
    main()
