/** Makes, lists and revokes the keys of a gateway. The file that holds them is the gateway's. */
@NullMarked
package dev.steadfast.standalone.keys;

import org.jspecify.annotations.NullMarked;
