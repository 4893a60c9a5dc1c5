@NullMarked
package dev.steadfast.standalone.command;

import org.jspecify.annotations.NullMarked;
