/** What is drawn while somebody waits, and what somebody types in. Knows nothing of what the work is. */
@NullMarked
package dev.steadfast.standalone.terminal;

import org.jspecify.annotations.NullMarked;
