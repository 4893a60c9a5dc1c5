package dev.steadfast.streams.admission;

import java.time.Instant;
import java.util.Optional;

/** A frame as its lane sees it. Confined to the lock of {@link Admission}. */
final class Candidate {

    final String owner;
    final String id;
    final Lane lane;
    final CameraLine line;
    final Instant deadline;
    final Instant since;
    final int taskSamples;
    final Optional<TokenBucket> bucket;

    /** Tasks that are to be sent, and that its owner has not been told to send. */
    int left;

    /** Tasks that its owner is to be told to send. */
    int ordered;

    int underWay;
    boolean begun;

    Candidate(Applicant applicant, Lane lane, Optional<TokenBucket> bucket, Instant now) {
        this.owner = applicant.owner();
        this.id = applicant.id();
        this.lane = lane;
        this.line = lane.line(applicant.camera());
        this.line.weight = applicant.weight();
        this.deadline = applicant.deadline();
        this.since = now;
        this.taskSamples = applicant.taskSamples();
        this.bucket = bucket;
        this.left = applicant.tasks();
        this.underWay = applicant.underWay();
        this.begun = applicant.begun();
    }

    /** So many of its tasks are sent, the first ones if it was not begun before. */
    void spend(int tasks, boolean first, Instant now) {
        bucket.ifPresent(own -> {
            if (first) {
                own.begin();
            }
            own.spend((long) tasks * taskSamples, now);
        });
    }

    /** Whether it may not begin, since its camera has nothing left. */
    boolean isOverBudget(Instant now) {
        return bucket.filter(own -> own.isEmpty(now)).isPresent();
    }

    /** How many tasks like its own its camera may still have sent. */
    long affordable(Instant now) {
        return bucket.map(own -> (long) Math.ceil(own.level(now) / taskSamples)).orElse(Long.MAX_VALUE);
    }

    /**
     * Whether its camera's budget will let it begin too late.
     *
     * @param framesBefore of its camera
     */
    boolean isOverBudgetUntilTooLate(long framesBefore, Instant now) {
        return bucket.filter(own -> now.plus(own.timeUntilTurn(framesBefore, (double) left * taskSamples, now))
                        .isAfter(deadline))
                .isPresent();
    }
}
