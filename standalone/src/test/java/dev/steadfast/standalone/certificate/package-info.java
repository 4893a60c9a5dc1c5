@NullMarked
package dev.steadfast.standalone.certificate;

import org.jspecify.annotations.NullMarked;
