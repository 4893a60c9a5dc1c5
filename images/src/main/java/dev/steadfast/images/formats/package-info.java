/** What the decoders of all formats share: what they may spend, how they refuse, and what they give. */
@NullMarked
package dev.steadfast.images.formats;

import org.jspecify.annotations.NullMarked;
