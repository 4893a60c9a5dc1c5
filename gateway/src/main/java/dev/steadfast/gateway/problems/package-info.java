/** What is said when something goes wrong: to clients (RFC 9457), and to whoever starts a gateway that cannot be started. */
@NullMarked
package dev.steadfast.gateway.problems;

import org.jspecify.annotations.NullMarked;
