@NullMarked
package dev.steadfast.gateway.predictions;

import org.jspecify.annotations.NullMarked;
