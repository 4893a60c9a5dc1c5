@NullMarked
package dev.steadfast.standalone.documentation;

import org.jspecify.annotations.NullMarked;
