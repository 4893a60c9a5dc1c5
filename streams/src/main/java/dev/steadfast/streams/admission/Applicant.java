package dev.steadfast.streams.admission;

import dev.steadfast.schemas.SampleBudget;
import java.time.Instant;
import java.util.Optional;

/**
 * A frame that wants tasks to be sent.
 *
 * @param owner who sends them: the part of the topology that has the frame
 * @param id of the frame, its owner's alone
 * @param camera whose turn it is
 * @param weight of the camera: what it gets of the workers, beside others; above 0
 * @param queue of the workers that vote on it
 * @param tasks that are yet to be sent; at least 0
 * @param underWay tasks that were sent, and whose votes have not been counted; at least 0
 * @param begun whether any task of it was ever sent
 * @param taskSamples samples in each; at least 1
 * @param budget what the camera may have spent on such frames; empty for as much as there is
 * @param deadline when its votes are of no use any more
 */
public record Applicant(
        String owner,
        String id,
        String camera,
        double weight,
        String queue,
        int tasks,
        int underWay,
        boolean begun,
        int taskSamples,
        Optional<SampleBudget> budget,
        Instant deadline) {}
