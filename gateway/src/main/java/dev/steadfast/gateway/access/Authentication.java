package dev.steadfast.gateway.access;

/** What came of asking who a request is from. */
sealed interface Authentication {

    /** The credentials are good. */
    record Accepted(Principal principal) implements Authentication {}

    /** They are not. */
    record Refused(Refusal refusal) implements Authentication {}
}
