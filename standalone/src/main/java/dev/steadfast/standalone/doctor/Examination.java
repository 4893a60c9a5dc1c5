package dev.steadfast.standalone.doctor;

import java.util.List;

/** Looks at one part of a deployment. */
interface Examination {

    /** {@return what is to be said of it, at least one finding} What cannot be looked at is a finding too. */
    List<Finding> look() throws InterruptedException;
}
