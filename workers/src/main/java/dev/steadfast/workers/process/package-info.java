/** The worker as a process: its loop, its instruments, and its end. */
@NullMarked
package dev.steadfast.workers.process;

import org.jspecify.annotations.NullMarked;
