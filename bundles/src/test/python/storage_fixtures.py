"""Writes the modules of WeightStorageTest: python3 storage_fixtures.py FOLDER

Needs PyTorch 1.13 or later (Debian: python3-torch). Run once; the tests use what is in src/test/resources/torchscript. The files there
were passed through dev.steadfast.bundles.TorchScriptArchive, so that they hold no paths.
"""
import subprocess
import sys
from pathlib import Path

import torch
from torch import Tensor, nn


class Mixed(nn.Module):
    """Tensors of several types, two on one storage, and a text that looks like the opcode of a storage class."""

    def __init__(self):
        super().__init__()
        tie = 2.0 ** -8
        special = [0.0, -0.0, 1.0, 1 + tie, 1 + 3 * tie, -1 - tie, 1 + tie + 2.0 ** -20, 3.4028234e38, 1e-40, 2.0 ** -133,
                   float('inf'), float('-inf')]
        self.weight = nn.Parameter(torch.tensor(special + [i * 0.37 for i in range(20)]))
        self.register_buffer('part', self.weight.detach()[2:8])
        self.register_buffer('steps', torch.tensor([7, 1 << 40]))
        self.register_buffer('two_bytes', torch.tensor([1.5, 0.1], dtype=torch.float16))
        self.register_buffer('eight_bytes', torch.tensor([0.1], dtype=torch.float64))
        self.opcode = 'ctorch\nFloatStorage\n'

    def forward(self, images: Tensor) -> Tensor:
        return images * self.weight.float().sum() + self.part.float().sum() + len(self.opcode)


class Many(nn.Module):
    """More strings than the pickle's short memo opcodes can number, and a storage after them."""

    def __init__(self):
        super().__init__()
        self.names = ['name %d' % i for i in range(300)]
        self.layers = nn.ModuleList([nn.Linear(3, 2) for _ in range(60)])

    def forward(self, images: Tensor) -> Tensor:
        for i, layer in enumerate(self.layers):
            if i == len(self.names):
                images = layer(images)
        return images


class Negative(nn.Module):
    """Nothing to convert."""

    def forward(self, noisy: Tensor) -> Tensor:
        return 1 - noisy


def bfloat16(module: Mixed) -> Mixed:
    """What PyTorch itself makes of it: storage by storage, so that what was shared still is."""
    weight = module.weight.detach().to(torch.bfloat16)
    module.weight = nn.Parameter(weight)
    module.part = weight[2:8]
    return module


if __name__ == '__main__':
    folder, names = Path(sys.argv[1]), sys.argv[2:]
    makers = {'Mixed': Mixed, 'MixedInBfloat16': lambda: bfloat16(Mixed()), 'Many': Many, 'Negative': Negative}
    if not names:
        # A process each: the second class of a name in one process is called otherwise in the code.
        for name in makers:
            subprocess.run([sys.executable, __file__, folder, name], check=True)
    for name in names:
        torch.manual_seed(0)
        torch.jit.script(makers[name]().eval()).save(str(folder / (name + '.pt')))
