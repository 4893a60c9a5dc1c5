@NullMarked
package dev.steadfast.standalone.publish;

import org.jspecify.annotations.NullMarked;
