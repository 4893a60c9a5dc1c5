@NullMarked
package dev.steadfast.workers.process;

import org.jspecify.annotations.NullMarked;
