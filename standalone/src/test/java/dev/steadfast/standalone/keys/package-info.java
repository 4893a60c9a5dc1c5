@NullMarked
package dev.steadfast.standalone.keys;

import org.jspecify.annotations.NullMarked;
