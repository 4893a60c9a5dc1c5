@NullMarked
package dev.steadfast.streams.images;

import org.jspecify.annotations.NullMarked;
