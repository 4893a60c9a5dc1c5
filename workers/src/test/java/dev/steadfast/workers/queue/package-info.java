@NullMarked
package dev.steadfast.workers.queue;

import org.jspecify.annotations.NullMarked;
