@NullMarked
package dev.steadfast.management;

import org.jspecify.annotations.NullMarked;
