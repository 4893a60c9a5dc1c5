@NullMarked
package dev.steadfast.gateway.webhook;

import org.jspecify.annotations.NullMarked;
