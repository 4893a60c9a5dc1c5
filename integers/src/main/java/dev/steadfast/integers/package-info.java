/** Networks of integers: what a program of one says, and an interpreter of it in plain Java. */
@NullMarked
package dev.steadfast.integers;

import org.jspecify.annotations.NullMarked;
