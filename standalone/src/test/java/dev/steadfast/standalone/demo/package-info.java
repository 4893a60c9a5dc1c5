@NullMarked
package dev.steadfast.standalone.demo;

import org.jspecify.annotations.NullMarked;
