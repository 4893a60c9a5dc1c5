@NullMarked
package dev.steadfast.models;

import org.jspecify.annotations.NullMarked;
