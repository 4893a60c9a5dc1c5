/** The contracts: topics, the records on them, and how they travel. */
@NullMarked
package dev.steadfast.schemas;

import org.jspecify.annotations.NullMarked;
