/**
 * How many votes are cast, how they are tallied, and what becomes of them: a certificate, a class, or an abstention with
 * its reason.
 */
@NullMarked
package dev.steadfast.smoothing.plans;

import org.jspecify.annotations.NullMarked;
