@NullMarked
package dev.steadfast.standalone.doctor;

import org.jspecify.annotations.NullMarked;
