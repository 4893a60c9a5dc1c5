/** What a measurement knows of how images are voted on, kept for planning. */
@NullMarked
package dev.steadfast.evaluation.profile;

import org.jspecify.annotations.NullMarked;
