@NullMarked
package dev.steadfast.evaluation.report;

import org.jspecify.annotations.NullMarked;
