/** Tests. */
@NullMarked
package dev.steadfast.chaos.network;

import org.jspecify.annotations.NullMarked;
