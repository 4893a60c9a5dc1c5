@NullMarked
package dev.steadfast.workers.voting;

import org.jspecify.annotations.NullMarked;
