@NullMarked
package dev.steadfast.training.data;

import org.jspecify.annotations.NullMarked;
