@NullMarked
package dev.steadfast.datasets;

import org.jspecify.annotations.NullMarked;
