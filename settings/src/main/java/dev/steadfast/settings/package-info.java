/** Configuration: one record per component, bound from a YAML file, the environment and the command line. */
@NullMarked
package dev.steadfast.settings;

import org.jspecify.annotations.NullMarked;
