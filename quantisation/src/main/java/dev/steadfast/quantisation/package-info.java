/** Integer networks out of trained ones: which operations a network has, which powers of two they take, and what images say about both. */
@NullMarked
package dev.steadfast.quantisation;

import org.jspecify.annotations.NullMarked;
