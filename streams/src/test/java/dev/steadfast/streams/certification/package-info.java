@NullMarked
package dev.steadfast.streams.certification;

import org.jspecify.annotations.NullMarked;
