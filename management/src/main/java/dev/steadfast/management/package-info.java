/** What a process tells its operator: meters, and a port for probes. */
@NullMarked
package dev.steadfast.management;

import org.jspecify.annotations.NullMarked;
