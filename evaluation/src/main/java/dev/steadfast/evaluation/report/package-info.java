/** Certified accuracy at every radius, of the tables of one or several measurements: as text, JSON and curves. */
@NullMarked
package dev.steadfast.evaluation.report;

import org.jspecify.annotations.NullMarked;
