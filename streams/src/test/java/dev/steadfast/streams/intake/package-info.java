@NullMarked
package dev.steadfast.streams.intake;

import org.jspecify.annotations.NullMarked;
