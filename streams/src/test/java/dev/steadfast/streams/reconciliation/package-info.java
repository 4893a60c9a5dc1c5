@NullMarked
package dev.steadfast.streams.reconciliation;

import org.jspecify.annotations.NullMarked;
