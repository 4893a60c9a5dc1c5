@NullMarked
package dev.steadfast.gateway.access;

import org.jspecify.annotations.NullMarked;
