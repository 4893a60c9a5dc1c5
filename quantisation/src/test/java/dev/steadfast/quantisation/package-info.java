@NullMarked
package dev.steadfast.quantisation;

import org.jspecify.annotations.NullMarked;
