package dev.steadfast.integers;

import dev.steadfast.integers.Operation.Addition;
import dev.steadfast.integers.Operation.Convolution;
import dev.steadfast.integers.Operation.Denoised;
import dev.steadfast.integers.Operation.DepthToSpace;
import dev.steadfast.integers.Operation.Logits;
import dev.steadfast.integers.Operation.MaxPooling;
import dev.steadfast.integers.Operation.ReadPixels;
import java.util.List;

/**
 * A network whose every number is an integer: a classifier, or a denoiser. Immutable. What is in hand is a valid one: registers are written before they are
 * read, shapes fit, and no sum can leave the bounds within which int8 and fp32 kernels are exact.
 *
 * @param colours channels of the images
 * @param sigmas what it makes of sigma
 * @param operations in order; the last makes the answer, and no other
 */
public record IntegerNetwork(int colours, SigmaTable sigmas, List<Operation> operations) {
    private static final int MOST_OPERATIONS = 1 << 12;

    /** @throws IntegerNetworkException if an operation breaks a rule of the format or a bound of the arithmetic; it is named */
    public IntegerNetwork {
        operations = List.copyOf(operations);
        Rules.inRange("channels of images", colours, 1, 16);
        Rules.inRange("operations", operations.size(), 1, MOST_OPERATIONS);
        Registers registers = new Registers();
        for (int i = 0; i < operations.size(); i++) {
            Operation operation = operations.get(i);
            try {
                check(operation, registers, colours);
                boolean answers = operation instanceof Logits || operation instanceof Denoised;
                if (answers != (i == operations.size() - 1)) {
                    throw new IntegerNetworkException("the last operation, and no other, must make logits or an image");
                }
            } catch (IntegerNetworkException e) {
                throw new IntegerNetworkException(
                        "operation " + (i + 1) + " of " + operations.size() + ", " + operation.name() + ": "
                                + e.getMessage(),
                        e);
            }
        }
    }

    /** {@return whether it makes logits, and not an image} */
    public boolean classifies() {
        return last() instanceof Logits;
    }

    /** {@return the operation that makes the answer} */
    public Operation last() {
        return operations.get(operations.size() - 1);
    }

    private static void check(Operation operation, Registers registers, int colours) {
        if (operation instanceof ReadPixels read) {
            int told = colours * read.block() * read.block() + (read.tellsSigma() ? 1 : 0);
            Rules.inRange("channels", read.channels(), told, Rules.MOST_CHANNELS);
            registers.write(read.to(), read.channels(), read.format());
        } else if (operation instanceof Convolution convolution) {
            check(convolution.kernel(), registers.read(convolution.from()));
            registers.write(convolution.to(), convolution.kernel().channelsOut(), convolution.format());
        } else if (operation instanceof Addition addition) {
            check(addition, registers);
        } else if (operation instanceof DepthToSpace depthToSpace) {
            Registers.Register source = registers.read(depthToSpace.from());
            int places = depthToSpace.block() * depthToSpace.block();
            Rules.equal("channels beyond whole blocks", source.channels() % places, 0);
            registers.write(depthToSpace.to(), source.channels() / places, source.format());
        } else if (operation instanceof MaxPooling pooling) {
            Registers.Register source = registers.read(pooling.from());
            registers.write(pooling.to(), source.channels(), source.format());
        } else if (operation instanceof Logits logits) {
            Registers.Register source = registers.read(logits.from());
            Rules.equal("features", logits.features(), source.channels());
            Rules.equal(
                    "exponent of the source", logits.exponent(), source.format().exponent());
        } else if (operation instanceof Denoised denoised) {
            Registers.Register source = registers.read(denoised.from());
            check(denoised.kernel(), source);
            Rules.equal("stride", denoised.kernel().stride(), 1);
            Rules.equal(
                    "exponent of the source",
                    denoised.exponent(),
                    source.format().exponent());
            Rules.equal(
                    "channels out",
                    denoised.kernel().channelsOut(),
                    (long) colours * denoised.block() * denoised.block());
        }
    }

    private static void check(Kernel kernel, Registers.Register source) {
        Rules.equal("channels in", kernel.channelsIn(), source.channels());
        kernel.checkSums(source.format().largest());
    }

    private static void check(Addition addition, Registers registers) {
        Registers.Register left = registers.read(addition.left());
        Registers.Register right = registers.read(addition.right());
        Rules.equal("channels of the right source", right.channels(), left.channels());
        Rules.equal(
                "exponent of the left source",
                addition.leftExponent(),
                left.format().exponent());
        Rules.equal(
                "exponent of the right source",
                addition.rightExponent(),
                right.format().exponent());
        // 8 bits and 14 more: the sum of both is exact in fp32, in the unit of either.
        Rules.inRange(
                "difference of the exponents", Math.abs(addition.leftExponent() - addition.rightExponent()), 0, 14);
        registers.write(addition.to(), left.channels(), addition.format());
    }
}
