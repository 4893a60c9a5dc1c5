@NullMarked
package dev.steadfast.images;

import org.jspecify.annotations.NullMarked;
