package dev.steadfast.gateway;

/**
 * The groups that do the work, whose backlog the gateway watches.
 *
 * @param applicationId the topology's
 * @param workerGroup the share group of the first queue's workers; see {@link dev.steadfast.schemas.TaskQueues}
 */
public record Deployment(String applicationId, String workerGroup) {}
