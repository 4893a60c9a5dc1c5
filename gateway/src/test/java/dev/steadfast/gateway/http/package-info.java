@NullMarked
package dev.steadfast.gateway.http;

import org.jspecify.annotations.NullMarked;
