/** What frames will cost, asked before they are sent: samples, workers, time, and what each plan gives for it. */
@NullMarked
package dev.steadfast.standalone.plan;

import org.jspecify.annotations.NullMarked;
