@NullMarked
package dev.steadfast.standalone.train;

import org.jspecify.annotations.NullMarked;
