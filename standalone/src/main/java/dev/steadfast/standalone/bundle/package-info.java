/** Makes bundles out of networks, tries and describes them. What a bundle is, is in the module {@code bundles}. */
@NullMarked
package dev.steadfast.standalone.bundle;

import org.jspecify.annotations.NullMarked;
