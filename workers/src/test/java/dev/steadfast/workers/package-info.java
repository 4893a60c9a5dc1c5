@NullMarked
package dev.steadfast.workers;

import org.jspecify.annotations.NullMarked;
