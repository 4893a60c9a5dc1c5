@NullMarked
package dev.steadfast.standalone;

import org.jspecify.annotations.NullMarked;
