@NullMarked
package dev.steadfast.standalone.rollout;

import org.jspecify.annotations.NullMarked;
