package dev.steadfast.gateway.predictions;

import java.util.function.Predicate;

/**
 * What a live reader wants, and may see.
 *
 * @param answers which answers
 * @param cameras of which cameras windows and events, if of any
 * @param fleet whether it is told how the fleet is
 */
public record Interest(Predicate<Answer> answers, Predicate<String> cameras, boolean fleet) {}
