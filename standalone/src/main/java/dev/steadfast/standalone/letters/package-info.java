/** Dead letters: records between the services that could not be processed, shown, and given again once the cause is gone. */
@NullMarked
package dev.steadfast.standalone.letters;

import org.jspecify.annotations.NullMarked;
