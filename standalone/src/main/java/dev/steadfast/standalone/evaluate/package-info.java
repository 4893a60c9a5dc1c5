/**
 * Measures a bundle: fetches datasets, certifies their images, and makes tables and curves of what came out. The
 * measuring itself is in the module {@code evaluation}.
 */
@NullMarked
package dev.steadfast.standalone.evaluate;

import org.jspecify.annotations.NullMarked;
