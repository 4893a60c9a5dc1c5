/** What the handlers of all operations share. */
@NullMarked
package dev.steadfast.gateway.http;

import org.jspecify.annotations.NullMarked;
