/** Images as cameras, streams, folders and files give them, one after the other and not yet decoded: frames before they are published. */
@NullMarked
package dev.steadfast.standalone.camera;

import org.jspecify.annotations.NullMarked;
