@NullMarked
package dev.steadfast.schemas;

import org.jspecify.annotations.NullMarked;
