package dev.steadfast.streams.admission;

import java.time.Instant;

/** A frame as its lane sees it. Confined to the lock of {@link Admission}. */
final class Candidate {

    final String owner;
    final String id;
    final CameraLine line;
    final Instant deadline;
    final Instant since;
    int left;
    int underWay;
    boolean begun;

    Candidate(Applicant applicant, CameraLine line, Instant now) {
        this.owner = applicant.owner();
        this.id = applicant.id();
        this.line = line;
        this.deadline = applicant.deadline();
        this.since = now;
        this.left = applicant.tasks();
        this.underWay = applicant.underWay();
        this.begun = applicant.begun();
    }
}
