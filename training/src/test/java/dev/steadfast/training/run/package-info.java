@NullMarked
package dev.steadfast.training.run;

import org.jspecify.annotations.NullMarked;
