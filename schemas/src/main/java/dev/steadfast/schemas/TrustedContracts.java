package dev.steadfast.schemas;

import dev.steadfast.avro.Frame;
import org.apache.avro.util.ClassSecurityValidator;

/** Avro refuses to make objects of classes that nobody vouches for. This vouches for the generated contracts, once. */
final class TrustedContracts {

    static {
        String contracts = Frame.class.getPackageName();
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(),
                candidate -> candidate.getPackageName().equals(contracts)));
    }

    private TrustedContracts() {}

    /** Returns when the contracts are trusted in this JVM. */
    static void ensure() {
        // The work is done when the class is initialised.
    }
}
