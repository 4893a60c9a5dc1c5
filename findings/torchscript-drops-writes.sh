#!/usr/bin/env bash
# PyTorch 2.7.1 (and 1.13.1): a scripted module loses what a method has written into a slice of a new tensor, where that goes into a list and the list is
# read in a loop. The method is inlined, and the write is taken for dead. There is no warning; eager Python, and the method called by itself, are right.
# Seen: eager 16.0, scripted 0.0. Building the tensor with torch.cat, without writing into anything, is safe.
# Downloads some 3 GB: PyPI has PyTorch for Linux with CUDA only. PYTHON=/path/to/python takes one that has PyTorch.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

python=${PYTHON:-}
if [ -z "$python" ]; then
  python3 -m venv venv
  venv/bin/python -m pip install --quiet --disable-pip-version-check --no-cache-dir torch==2.7.1 numpy==2.2.6
  python=venv/bin/python
fi

cat > show.py <<'PY'
from typing import List

import torch
import torch.nn as nn


class Reader(nn.Module):
    def __init__(self):
        super().__init__()
        self.mode = 2

    def read(self, op: List[int], image: torch.Tensor) -> torch.Tensor:
        n, c, h, w = image.shape
        x = torch.zeros([n, h, w, op[1]])
        x[:, :, :, :c] = image.permute(0, 2, 3, 1)
        x = x.permute(0, 3, 1, 2)
        if self.mode == 1:
            return x + 1.0
        return torch.round(x * 2.0)

    def forward(self, image: torch.Tensor, words: List[int]) -> torch.Tensor:
        registers = [image] * 2
        result = image
        for i in range(2):
            op = words[i * 2:i * 2 + 2]
            if op[0] == 0:
                registers[0] = self.read(op, image)
            else:
                result = registers[0] + 0.0
        return result


image, words = torch.ones(1, 2, 2, 2), [0, 4, 1, 0]
eager, scripted = Reader()(image, words).sum().item(), torch.jit.script(Reader())(image, words).sum().item()
print("PyTorch", torch.__version__, "eager", eager, "scripted", scripted)
raise SystemExit(0 if (eager, scripted) == (16.0, 0.0) else "changed: not the values seen before")
PY
"$python" show.py
