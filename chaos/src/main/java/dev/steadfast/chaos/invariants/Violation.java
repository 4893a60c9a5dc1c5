package dev.steadfast.chaos.invariants;

/**
 * Something that must not be.
 *
 * @param rule that was broken
 * @param what was found, with the ids and places of records
 */
public record Violation(Rule rule, String what) {}
