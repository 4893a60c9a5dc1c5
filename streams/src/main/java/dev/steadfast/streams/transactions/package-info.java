/** Watches for transactions that do not end, behind which readers of committed records would wait unseen. */
@NullMarked
package dev.steadfast.streams.transactions;

import org.jspecify.annotations.NullMarked;
