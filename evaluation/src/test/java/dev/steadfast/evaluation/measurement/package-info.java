@NullMarked
package dev.steadfast.evaluation.measurement;

import org.jspecify.annotations.NullMarked;
