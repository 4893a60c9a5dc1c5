/** What the topics hold after a run, read as any subscriber reads them. */
@NullMarked
package dev.steadfast.chaos.evidence;

import org.jspecify.annotations.NullMarked;
