/** Which fault strikes what, and when: decided by a seed before anything runs. */
@NullMarked
package dev.steadfast.chaos.schedule;

import org.jspecify.annotations.NullMarked;
