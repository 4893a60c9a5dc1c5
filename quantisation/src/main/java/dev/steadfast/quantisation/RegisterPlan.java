package dev.steadfast.quantisation;

import dev.steadfast.integers.Operation;
import dev.steadfast.integers.Operation.Addition;
import dev.steadfast.integers.Operation.Convolution;
import dev.steadfast.integers.Operation.Denoised;
import dev.steadfast.integers.Operation.DepthToSpace;
import dev.steadfast.integers.Operation.Logits;
import dev.steadfast.integers.Operation.MaxPooling;
import dev.steadfast.integers.Operation.ReadPixels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Gives few registers to operations that were numbered one register each: one that nobody reads any more is written anew. */
final class RegisterPlan {
    private final Map<Integer, Integer> lastRead = new HashMap<>();
    private final Map<Integer, Integer> register = new HashMap<>();
    private final TreeSet<Integer> free = new TreeSet<>();
    private int next;

    private RegisterPlan() {}

    /** @param operations the i-th writes register i */
    static List<Operation> of(List<Operation> operations) {
        RegisterPlan plan = new RegisterPlan();
        for (int i = 0; i < operations.size(); i++) {
            for (int source : sources(operations.get(i))) {
                plan.lastRead.put(source, i);
            }
        }
        List<Operation> planned = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            planned.add(plan.placed(operations.get(i), i));
        }
        return planned;
    }

    private Operation placed(Operation operation, int index) {
        int[] sources = sources(operation);
        int left = sources.length > 0 ? at(sources[0]) : 0;
        int right = sources.length > 1 ? at(sources[1]) : 0;
        // The target is taken first: kernels do not write over what they read.
        int to = operation instanceof Logits || operation instanceof Denoised ? 0 : take(index);
        for (int source : sources) {
            if (lastRead.getOrDefault(source, -1) == index) {
                free.add(at(source));
            }
        }
        return moved(operation, to, left, right);
    }

    private int take(int index) {
        Integer lowest = free.pollFirst();
        int taken = lowest != null ? lowest : next++;
        register.put(index, taken);
        return taken;
    }

    private int at(int source) {
        return register.getOrDefault(source, 0);
    }

    private static int[] sources(Operation operation) {
        if (operation instanceof Convolution convolution) {
            return new int[] {convolution.from()};
        } else if (operation instanceof Addition addition) {
            return new int[] {addition.left(), addition.right()};
        } else if (operation instanceof DepthToSpace depthToSpace) {
            return new int[] {depthToSpace.from()};
        } else if (operation instanceof MaxPooling pooling) {
            return new int[] {pooling.from()};
        } else if (operation instanceof Logits logits) {
            return new int[] {logits.from()};
        } else if (operation instanceof Denoised denoised) {
            return new int[] {denoised.from()};
        }
        return new int[0];
    }

    private static Operation moved(Operation operation, int to, int left, int right) {
        if (operation instanceof ReadPixels r) {
            return new ReadPixels(to, r.block(), r.tellsSigma(), r.channels(), r.exponent(), r.shift());
        } else if (operation instanceof Convolution c) {
            return new Convolution(to, left, c.kernel(), c.format());
        } else if (operation instanceof Addition a) {
            return new Addition(to, left, right, a.format(), a.leftExponent(), a.rightExponent());
        } else if (operation instanceof DepthToSpace d) {
            return new DepthToSpace(to, left, d.block());
        } else if (operation instanceof MaxPooling m) {
            return new MaxPooling(to, left, m.size());
        } else if (operation instanceof Logits l) {
            return new Logits(left, l.largest(), l.features(), l.exponent(), l.shift(), l.weights(), l.biases());
        } else if (operation instanceof Denoised d) {
            return new Denoised(left, d.kernel(), d.exponent(), d.block(), d.shift());
        }
        throw new IllegalStateException("an operation without a place: " + operation);
    }
}
