@NullMarked
package dev.steadfast.standalone.bundle;

import org.jspecify.annotations.NullMarked;
