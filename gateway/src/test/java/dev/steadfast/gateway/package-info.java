@NullMarked
package dev.steadfast.gateway;

import org.jspecify.annotations.NullMarked;
