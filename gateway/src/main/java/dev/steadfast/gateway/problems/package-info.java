/** What a client is told when something goes wrong: RFC 9457. */
@NullMarked
package dev.steadfast.gateway.problems;

import org.jspecify.annotations.NullMarked;
