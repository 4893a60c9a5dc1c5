@NullMarked
package dev.steadfast.standalone.watch;

import org.jspecify.annotations.NullMarked;
