@NullMarked
package dev.steadfast.files;

import org.jspecify.annotations.NullMarked;
