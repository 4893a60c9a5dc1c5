@NullMarked
package dev.steadfast.standalone.camera;

import org.jspecify.annotations.NullMarked;
