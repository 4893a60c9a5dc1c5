@NullMarked
package dev.steadfast.streams.transactions;

import org.jspecify.annotations.NullMarked;
