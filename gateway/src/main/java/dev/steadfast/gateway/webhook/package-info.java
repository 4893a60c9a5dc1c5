/** Tells a service elsewhere, over HTTP and signed, what became of cameras. */
@NullMarked
package dev.steadfast.gateway.webhook;

import org.jspecify.annotations.NullMarked;
