@NullMarked
package dev.steadfast.training;

import org.jspecify.annotations.NullMarked;
