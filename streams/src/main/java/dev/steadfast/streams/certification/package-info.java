/** The certification of one frame: its ledger from the first task to the prediction. */
@NullMarked
package dev.steadfast.streams.certification;

import org.jspecify.annotations.NullMarked;
