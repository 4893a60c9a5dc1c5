@NullMarked
package dev.steadfast.evaluation.profile;

import org.jspecify.annotations.NullMarked;
