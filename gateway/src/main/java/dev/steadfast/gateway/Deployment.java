package dev.steadfast.gateway;

/**
 * The groups that do the work, whose backlog the gateway watches.
 *
 * @param applicationId the topology's
 * @param workerGroup the workers' share group
 */
public record Deployment(String applicationId, String workerGroup) {}
