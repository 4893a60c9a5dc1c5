/** Certified accuracy of a bundle on labelled images: measuring, tables, curves. */
@NullMarked
package dev.steadfast.evaluation;

import org.jspecify.annotations.NullMarked;
