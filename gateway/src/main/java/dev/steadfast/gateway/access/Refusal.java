package dev.steadfast.gateway.access;

/** Why credentials were not accepted: for the client and for the log, without anything of the credentials. */
enum Refusal {
    NONE_GIVEN("credentials are asked for: an API key in X-Api-Key, or a key or token as Authorization: Bearer"),
    SEVERAL_GIVEN("one credential is asked for, and there are several"),
    UNKNOWN_KEY("the API key is not known"),
    NO_TOKENS_HERE("tokens are not taken here, only API keys"),
    MALFORMED_TOKEN("the token is not a JSON Web Token"),
    ALGORITHM("the token is not signed with an asymmetric algorithm that is taken"),
    UNKNOWN_SIGNER("the token is signed with a key that is not in the key set"),
    SIGNATURE("the token's signature is wrong"),
    INCOMPLETE("the token lacks sub or exp"),
    ISSUER("the token is of another issuer"),
    AUDIENCE("the token is for another audience"),
    EXPIRED("the token has expired"),
    NOT_YET_VALID("the token is not valid yet"),
    NO_KEY_SET("the key set could not be fetched yet, so no token can be checked");

    private final String detail;

    Refusal(String detail) {
        this.detail = detail;
    }

    /** What is wrong, for people. */
    String detail() {
        return detail;
    }

    /** Whether the fault is not the credentials'. */
    boolean isOurs() {
        return this == NO_KEY_SET;
    }
}
