/** What a plan will take and answer, for images of which it is known how often the base classifier agreed. For planning: no certificate rests on it. */
@NullMarked
package dev.steadfast.smoothing.forecast;

import org.jspecify.annotations.NullMarked;
