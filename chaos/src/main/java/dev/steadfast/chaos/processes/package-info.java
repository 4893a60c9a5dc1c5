/** The system that faults are made in: processes, started as a user starts them. */
@NullMarked
package dev.steadfast.chaos.processes;

import org.jspecify.annotations.NullMarked;
