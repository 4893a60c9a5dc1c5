/** The Open Inference Protocol, version 2, in front of the stream. */
@NullMarked
package dev.steadfast.gateway.inference;

import org.jspecify.annotations.NullMarked;
