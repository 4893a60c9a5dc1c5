@NullMarked
package dev.steadfast.standalone.evaluate;

import org.jspecify.annotations.NullMarked;
