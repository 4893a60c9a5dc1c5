@NullMarked
package dev.steadfast.standalone.replay;

import org.jspecify.annotations.NullMarked;
