@NullMarked
package dev.steadfast.broker;

import org.jspecify.annotations.NullMarked;
