/** Who may do what over HTTP: API keys and tokens, roles, cameras, rates, and what browsers must not be talked into. */
@NullMarked
package dev.steadfast.gateway.access;

import org.jspecify.annotations.NullMarked;
