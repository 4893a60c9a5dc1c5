package dev.steadfast.gateway.access;

import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.ProblemException;
import dev.steadfast.schemas.SampleBudget;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who a request comes from. That it has the operation's role was checked before the operation's handler sees it; whether its cameras are
 * among the principal's is for the handler to ask.
 *
 * @param name the key's name, {@code token:} and the token's subject, {@code anybody} or {@code nobody}
 * @param roles what it may do
 * @param cameras what it may do it with
 * @param cap how many samples it may have spent at once
 * @param allowance and how many in a second
 */
public record Principal(String name, Set<Role> roles, CameraScope cameras, SampleCap cap, SampleAllowance allowance) {

    /** Whoever comes, where the gateway asks for no credentials. */
    public static final Principal ANYBODY =
            new Principal("anybody", EnumSet.allOf(Role.class), CameraScope.ALL, SampleCap.NONE, SampleAllowance.NONE);

    /** Whoever comes to an operation that is open to everybody, where others ask for credentials. */
    static final Principal NOBODY =
            new Principal("nobody", Set.of(), CameraScope.NONE, SampleCap.NONE, SampleAllowance.NONE);

    private static final String KEY = Principal.class.getName();

    public Principal {
        roles = Set.copyOf(roles);
    }

    /**
     * Who this request comes from.
     *
     * @throws IllegalStateException if no handler of {@link Access#handler} was asked before: a fault of the program
     */
    public static Principal of(RoutingContext request) {
        Principal principal = request.get(KEY);
        if (principal == null) {
            throw new IllegalStateException("nobody asked who " + request.normalizedPath() + " is for");
        }
        return principal;
    }

    void attachTo(RoutingContext request) {
        request.put(KEY, this);
    }

    /** Whether it has a role. */
    public boolean has(Role role) {
        return roles.contains(role);
    }

    /** Whether a camera is one of its own: then it may see the camera's frames and predictions, and publish to it, as its roles allow. */
    public boolean mayUse(String camera) {
        return cameras.includes(camera);
    }

    /**
     * Ends the request unless the camera is one of its own.
     *
     * @throws ProblemException 403, which does not tell whether there is such a camera
     */
    public void require(String camera) {
        if (!mayUse(camera)) {
            throw Problem.of(403, "the credentials are not for this camera").exception();
        }
    }

    /** With a cap, unless it has one. */
    Principal cappedBy(SampleCap usual) {
        return new Principal(name, roles, cameras, cap.or(usual), allowance);
    }

    /** With its allowance where it is counted. */
    Principal countedBy(SampleLimits counting, String who, Optional<SampleBudget> usual) {
        return new Principal(name, roles, cameras, cap, allowance.countedBy(counting, who, usual));
    }

    /**
     * Takes samples out of its budget.
     *
     * @param samples at least 1
     * @throws ProblemException 429 if nothing is left, with when to come again
     */
    public void spend(long samples) {
        allowance.take(samples).ifPresent(wait -> {
            throw Problem.tryAgain(
                            429,
                            "the samples that may be asked for in a second (%s) are spent"
                                    .formatted(allowance.budget().orElseThrow()),
                            Duration.ofSeconds(wait.plusNanos(999_999_999).toSeconds())) // rounded up
                    .exception();
        });
    }

    /**
     * Ends the request if it would have too many samples spent at once.
     *
     * @param what is too many, for people
     * @throws ProblemException 403, which names the cap
     */
    public void requireSamples(long samples, String what) {
        if (!cap.allows(samples)) {
            throw Problem.of(
                            403,
                            "%s must be at most %d with these credentials (%s), was %d"
                                    .formatted(what, cap.most().orElseThrow(), cap.setBy(), samples))
                    .exception();
        }
    }
}
