#!/usr/bin/env python3
"""Writes the small TorchScript networks that the tests train, into this folder. Needs PyTorch (Debian: python3-torch)."""
import pathlib
import zipfile

import torch
import torch.nn as nn
import torch.nn.functional as F

HERE = pathlib.Path(__file__).resolve().parent


class TinyClassifier(nn.Module):
    """Three classes."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 8, 3, 1, 1)
        self.last = nn.Linear(8, 3)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.last(F.relu(self.first(images)).mean((2, 3)))

    @torch.jit.export
    def initialise(self):
        with torch.no_grad():
            self.first.weight.normal_(0.0, 0.2)
            self.last.weight.normal_(0.0, 0.2)


class NormedClassifier(nn.Module):
    """Has running statistics beside its weights."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 8, 3, 1, 1, bias=False)
        self.norm = nn.BatchNorm2d(8)
        self.last = nn.Linear(8, 3)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.last(F.relu(self.norm(self.first(images))).mean((2, 3)))


class TinyDenoiser(nn.Module):
    """Is told sigma."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(4, 12, 3, 1, 1)
        self.second = nn.Conv2d(12, 12, 3, 1, 1)
        self.last = nn.Conv2d(12, 3, 3, 1, 1)

    def forward(self, noisy: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
        n, _, h, w = noisy.shape
        x = torch.cat([noisy, sigma.expand(n, 1, h, w)], 1)
        return self.last(F.relu(self.second(F.relu(self.first(x)))))


class BlindDenoiser(nn.Module):
    """Is not told sigma."""

    def __init__(self):
        super().__init__()
        self.only = nn.Conv2d(3, 3, 3, 1, 1)

    def forward(self, noisy: torch.Tensor) -> torch.Tensor:
        return self.only(noisy)


class NormedDenoiser(nn.Module):
    """Is not told sigma, and has running statistics."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 6, 3, 1, 1, bias=False)
        self.norm = nn.BatchNorm2d(6)
        self.last = nn.Conv2d(6, 3, 3, 1, 1)

    def forward(self, noisy: torch.Tensor) -> torch.Tensor:
        return self.last(F.relu(self.norm(self.first(noisy))))


class DroppingClassifier(nn.Module):
    """Draws random numbers of its own while it is trained."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 8, 3, 1, 1)
        self.last = nn.Linear(8, 3)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        features = F.relu(self.first(images)).mean((2, 3))
        return self.last(F.dropout(features, 0.5, self.training))


class FourfoldDenoiser(nn.Module):
    """Fails on images whose sides are no multiples of 16."""

    def __init__(self):
        super().__init__()
        self.only = nn.Conv2d(3, 3, 3, 1, 1)

    def forward(self, noisy: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
        assert noisy.size(2) % 16 == 0, 'height must be a multiple of 16'
        return self.only(noisy) + sigma


class Matrix(nn.Module):
    """Logits of three-value images by one matrix, for gradients that can be worked out by hand."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.tensor([[0.5, -0.25, 0.0], [0.25, 0.75, -0.5]]))

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return F.linear(images.flatten(1), self.weight)


class Pair(nn.Module):
    """Takes something else than one image tensor."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(1))

    def forward(self, first: torch.Tensor, second: torch.Tensor, third: torch.Tensor) -> torch.Tensor:
        return (first + second + third) * self.weight


def write(name, module):
    target = HERE / (name + '.pt')
    module.save(str(target) + '.raw')
    with zipfile.ZipFile(str(target) + '.raw') as source, zipfile.ZipFile(target, 'w', zipfile.ZIP_DEFLATED) as out:
        for record in sorted(source.namelist()):
            if not record.endswith(('.debug_pkl', 'serialization_id')):
                info = zipfile.ZipInfo('network/' + record.split('/', 1)[1], (1980, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                out.writestr(info, source.read(record))
    pathlib.Path(str(target) + '.raw').unlink()


if __name__ == '__main__':
    torch.manual_seed(1)
    for kind in (TinyClassifier, NormedClassifier, TinyDenoiser, BlindDenoiser, Matrix, Pair, NormedDenoiser, DroppingClassifier,
                 FourfoldDenoiser):
        write(kind.__name__, torch.jit.script(kind()))
    write('FrozenClassifier', torch.jit.freeze(torch.jit.script(TinyClassifier()).eval()))
