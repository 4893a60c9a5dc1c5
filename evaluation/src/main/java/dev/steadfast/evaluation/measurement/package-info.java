/** Certifying labelled images one by one, into a table that can be gone on with. */
@NullMarked
package dev.steadfast.evaluation.measurement;

import org.jspecify.annotations.NullMarked;
