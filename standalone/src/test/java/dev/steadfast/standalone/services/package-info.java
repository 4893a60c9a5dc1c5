@NullMarked
package dev.steadfast.standalone.services;

import org.jspecify.annotations.NullMarked;
