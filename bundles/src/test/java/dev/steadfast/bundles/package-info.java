@NullMarked
package dev.steadfast.bundles;

import org.jspecify.annotations.NullMarked;
