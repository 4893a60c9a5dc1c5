@NullMarked
package dev.steadfast.gateway.inference;

import org.jspecify.annotations.NullMarked;
