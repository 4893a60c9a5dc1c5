/** The {@code steadfast} command line: which commands there are, and which of them a container image has. Each is in a package of what it is for. */
@NullMarked
package dev.steadfast.standalone;

import org.jspecify.annotations.NullMarked;
