"""A network of integers for TorchScript: one module for all of them. What it computes is a program in a tensor, so that the engine and the
interpreter in `integers` (Java) run the same thing; docs/explanation/integer-networks.md says what each word of it means.

The arithmetic is exact, whoever does it: int8 kernels after `prepare()`, fp32 kernels on whole numbers (all sums stay below 2^24, which is checked
when a network is made) after `prepare_floats()`. All scales are powers of two, and a value on the way is rounded to the nearest
integer, ties to even, which is what the kernels and torch.round do.
"""
from typing import List, Optional, Tuple

import torch
import torch.nn as nn
import torch.nn.functional as F


class IntegerNetwork(nn.Module):
    """forward(images [N, C, H, W] float32, sigma [N, 1, 1, 1] float32, if the program asks for it) -> logits [N, classes] or images, float32.

    Images are n / 255 with n whole; logits are whole; images that come out are n / 255 with n from 0 to 255.
    """

    # The words of a program: a header, then the operations, each of
    #   0 kind            1 destination       2, 3 sources             4 kernel size    5 stride           6 padding       7 channels in
    #   8 channels out    9 zero point        10 exponent              11 rectified     12 weights' offset 13 table's offset
    #   14 shift          15 block, or 1 where the largest value is pooled and not the sum
    # An addition has its sources' exponents in 12 and 13; logits and a denoised image have their source's in 12 and 10.

    packed: List[torch.classes.quantized.Conv2dPackedParamsBase]
    weight: List[torch.Tensor]
    bias: List[torch.Tensor]
    scale: List[torch.Tensor]

    def __init__(self):
        super().__init__()
        # Attributes, and not constants: TorchScript writes constants in another order each time.
        self.HEADER = 8
        self.OPERATION = 16
        self.SIGMA_COLUMNS = 3
        self.INPUT = 1
        self.CONVOLUTION = 2
        self.ADDITION = 3
        self.DEPTH_TO_SPACE = 4
        self.MAX_POOLING = 5
        self.LOGITS = 6
        self.DENOISED = 7
        self.program = torch.zeros(0, dtype=torch.int32)
        self.weights = torch.zeros(0, dtype=torch.int8)
        self.words: List[int] = [0]
        self.mode = 0  # 0 not prepared, 1 int8 kernels, 2 fp32 kernels
        self.packed = []
        self.weight = []
        self.bias = []
        self.scale = []

    def forward(self, images: torch.Tensor, sigma: Optional[torch.Tensor] = None) -> torch.Tensor:
        if self.mode == 0:
            raise RuntimeError('prepare() must be called before the first pass')
        words = self.words
        pixels = torch.round(images * 255.0)
        gain, plane, amount = self.told(sigma, images.size(0))
        registers = [images] * words[2]
        convolutions = 0
        result = images
        for i in range(words[1]):
            op = words[self.HEADER + i * self.OPERATION:self.HEADER + (i + 1) * self.OPERATION]
            if op[0] == self.INPUT:
                registers[op[1]] = self.read(op, pixels, gain, plane)
            elif op[0] == self.CONVOLUTION:
                registers[op[1]] = self.convolved(op, convolutions, registers[op[2]])
                convolutions += 1
            elif op[0] == self.ADDITION:
                registers[op[1]] = self.added(op, registers[op[2]], registers[op[3]])
            elif op[0] == self.DEPTH_TO_SPACE:
                registers[op[1]] = depth_to_space(registers[op[2]], op[15])
            elif op[0] == self.MAX_POOLING:
                registers[op[1]] = F.max_pool2d(registers[op[2]], op[4])
            elif op[0] == self.LOGITS:
                result = self.logits(op, registers[op[2]])
            else:
                result = self.denoised(op, convolutions, registers[op[2]], pixels, amount)
        return result

    def told(self, sigma: Optional[torch.Tensor], rows: int) -> Tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """The row of the table for each sigma: exponent and 8 bits of the fraction, the bits of the number without the last 15."""
        words = self.words
        table = self.program[words[5]:words[5] + words[4] * self.SIGMA_COLUMNS].view(words[4], self.SIGMA_COLUMNS)
        if sigma is None:
            row = torch.zeros([1], dtype=torch.int64, device=table.device)
        else:
            fraction, exponent = torch.frexp(sigma.reshape(-1))  # a fraction from 0.5 on; all of this is exact
            row = (exponent + 126) * 256 + torch.floor((fraction * 2.0 - 1.0) * 256.0)
            row = (row - words[3]).clamp(0, words[4] - 1).to(torch.int64)
        picked = table.index_select(0, row).to(torch.float32).view(-1, self.SIGMA_COLUMNS, 1, 1, 1)
        return picked[:, 0], picked[:, 1], picked[:, 2]

    def read(self, op: List[int], pixels: torch.Tensor, gain: torch.Tensor, plane: torch.Tensor) -> torch.Tensor:
        n, c, h, w = pixels.shape
        block = op[15]
        rows, columns, told = h // block, w // block, c * block * block
        values = ((pixels - 128.0) * gain).view(n, c, rows, block, columns, block).permute(0, 2, 4, 3, 5, 1)
        sigmas = (plane * power(op[14])).expand(n, rows, columns, 1)[:, :, :, :op[7]]
        zeros = torch.zeros([n, rows, columns, op[8] - told - op[7]], device=pixels.device)
        # Without writing into anything: TorchScript drops such writes where it has inlined this.
        x = torch.cat([values.reshape(n, rows, columns, told), sigmas, zeros], 3).permute(0, 3, 1, 2)
        if self.mode == 1:
            return torch.quantize_per_tensor(x * power(op[10] - op[14]), power(op[10]), op[9], torch.quint8)
        return torch.round(x * power(-op[14])).clamp(-op[9], 255 - op[9])

    def convolved(self, op: List[int], index: int, x: torch.Tensor) -> torch.Tensor:
        if self.mode == 1:
            if op[11] == 1:
                return torch.ops.quantized.conv2d_relu(x, self.packed[index], power(op[10]), op[9])
            return torch.ops.quantized.conv2d(x, self.packed[index], power(op[10]), op[9])
        y = F.conv2d(x, self.weight[index], self.bias[index], [op[5], op[5]], [op[6], op[6]])
        return torch.round(y * self.scale[index]).clamp(0 if op[11] == 1 else -op[9], 255 - op[9])

    def added(self, op: List[int], a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        if self.mode == 1:
            if op[11] == 1:
                return torch.ops.quantized.add_relu(a, b, power(op[10]), op[9])
            return torch.ops.quantized.add(a, b, power(op[10]), op[9])
        y = torch.round(a * power(op[12] - op[10]) + b * power(op[13] - op[10]))
        return y.clamp(0 if op[11] == 1 else -op[9], 255 - op[9])

    def centred(self, op: List[int], x: torch.Tensor) -> torch.Tensor:
        return x.dequantize() * power(-op[12 if op[0] == self.LOGITS else 10]) if self.mode == 1 else x

    def logits(self, op: List[int], x: torch.Tensor) -> torch.Tensor:
        x = self.centred(op, x)
        features = x.amax((2, 3)).to(torch.float64) if op[15] == 1 else torch.sum(x, (2, 3), dtype=torch.float64)
        size = op[7] * op[8]
        weight = self.program[op[13]:op[13] + size].view(op[8], op[7]).to(torch.float64)
        bias = self.program[op[13] + size:op[13] + size + op[8]].to(torch.float64)
        logits = torch.round((F.linear(features, weight) + bias) * power(-op[14]))
        return logits.clamp(-16777215.0, 16777215.0).to(torch.float32)

    def denoised(self, op: List[int], index: int, x: torch.Tensor, pixels: torch.Tensor, amount: torch.Tensor) -> torch.Tensor:
        y = F.conv2d(self.centred(op, x), self.weight[index], self.bias[index], [op[5], op[5]], [op[6], op[6]])
        y = torch.round(y * self.scale[index]).clamp(-2047.0, 2047.0)
        noise = depth_to_space(y, op[15]) * amount * power(-op[14])
        return torch.round(pixels - noise).clamp(0.0, 255.0) / 255.0

    @torch.jit.export
    def become(self, program: torch.Tensor, weights: torch.Tensor):
        """Makes this module the network of a program (int32) and its weights (int8). They are copied: DJL's tensors live in buffers of the JVM."""
        self.program = program.clone()
        self.weights = weights.clone()
        self.mode = 0

    @torch.jit.export
    def prepare(self):
        """For int8 kernels: packs the weights."""
        self.keep(True)
        self.mode = 1

    @torch.jit.export
    def prepare_floats(self):
        """For fp32 kernels, on any device."""
        self.keep(False)
        self.mode = 2

    def keep(self, pack: bool):
        words: List[int] = self.program.to(torch.int64).tolist()
        self.words = words
        self.packed.clear()
        self.weight.clear()
        self.bias.clear()
        self.scale.clear()
        exponents = [0] * words[2]
        for i in range(words[1]):
            op = words[self.HEADER + i * self.OPERATION:self.HEADER + (i + 1) * self.OPERATION]
            if op[0] == self.CONVOLUTION or op[0] == self.DENOISED:
                weight = self.weights[op[12]:op[12] + op[7] * op[8] * op[4] * op[4]].view(op[8], op[7], op[4], op[4])
                bias = self.program[op[13]:op[13] + op[8]].to(torch.float32)
                shift = self.program[op[13] + op[8]:op[13] + 2 * op[8]].to(torch.float64)
                scale = torch.pow(torch.full([op[8]], 2.0, dtype=torch.float64, device=shift.device), -shift)
                if pack and op[0] == self.CONVOLUTION:
                    scales = scale * power(op[10] - exponents[op[2]])
                    zeros = torch.zeros([op[8]], dtype=torch.int64)
                    quantised = torch._make_per_channel_quantized_tensor(weight.contiguous(), scales, zeros, 0)
                    real_bias = (bias.to(torch.float64) * scale * power(op[10])).to(torch.float32)
                    self.packed.append(torch.ops.quantized.conv2d_prepack(
                        quantised, real_bias, [op[5], op[5]], [op[6], op[6]], [1, 1], 1))
                self.weight.append(weight.to(torch.float32).contiguous(memory_format=torch.channels_last))
                self.bias.append(bias)
                self.scale.append(scale.to(torch.float32).view(1, -1, 1, 1))
            if op[0] <= self.ADDITION:
                exponents[op[1]] = op[10]
            elif op[0] <= self.MAX_POOLING:
                exponents[op[1]] = exponents[op[2]]


def power(exponent: int) -> float:
    return 2.0 ** exponent


def depth_to_space(x: torch.Tensor, block: int) -> torch.Tensor:
    """Channels in the order (row, column, channel): what lies in memory side by side stays so."""
    n, c, h, w = x.shape
    y = x.permute(0, 2, 3, 1).reshape(n, h, w, block, block, c // (block * block)).permute(0, 1, 3, 2, 4, 5)
    return y.reshape(n, h * block, w * block, c // (block * block)).permute(0, 3, 1, 2)
