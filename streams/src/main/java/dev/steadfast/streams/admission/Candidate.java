package dev.steadfast.streams.admission;

import java.time.Instant;

/** A frame as its lane sees it. Confined to the lock of {@link Admission}. */
final class Candidate {

    final String owner;
    final String id;
    final Lane lane;
    final CameraLine line;
    final Instant deadline;
    final Instant since;

    /** Tasks that are to be sent, and that its owner has not been told to send. */
    int left;

    /** Tasks that its owner is to be told to send. */
    int ordered;

    int underWay;
    boolean begun;

    Candidate(Applicant applicant, Lane lane, Instant now) {
        this.owner = applicant.owner();
        this.id = applicant.id();
        this.lane = lane;
        this.line = lane.line(applicant.camera());
        this.line.weight = applicant.weight();
        this.deadline = applicant.deadline();
        this.since = now;
        this.left = applicant.tasks();
        this.underWay = applicant.underWay();
        this.begun = applicant.begun();
    }
}
