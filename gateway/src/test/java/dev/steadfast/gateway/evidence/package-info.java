@NullMarked
package dev.steadfast.gateway.evidence;

import org.jspecify.annotations.NullMarked;
