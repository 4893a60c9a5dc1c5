/** What a prediction rests on: its image, its samples, its votes counted again. */
@NullMarked
package dev.steadfast.gateway.evidence;

import org.jspecify.annotations.NullMarked;
