/**
 * Everything in one JVM, with cameras that publish test images. The same services as in a fleet; only the
 * addresses differ.
 */
@NullMarked
package dev.steadfast.standalone.demo;

import org.jspecify.annotations.NullMarked;
