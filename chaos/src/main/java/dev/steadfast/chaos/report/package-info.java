/** What a run came to. */
@NullMarked
package dev.steadfast.chaos.report;

import org.jspecify.annotations.NullMarked;
