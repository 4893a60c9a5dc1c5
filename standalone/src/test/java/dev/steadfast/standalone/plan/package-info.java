@NullMarked
package dev.steadfast.standalone.plan;

import org.jspecify.annotations.NullMarked;
