/** Line plots as SVG and PNG, in one style. */
@NullMarked
package dev.steadfast.plots;

import org.jspecify.annotations.NullMarked;
