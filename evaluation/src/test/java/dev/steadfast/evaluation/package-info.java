@NullMarked
package dev.steadfast.evaluation;

import org.jspecify.annotations.NullMarked;
