/** What each camera gets, window by window, and whether that is as usual. */
@NullMarked
package dev.steadfast.streams.statistics;

import org.jspecify.annotations.NullMarked;
