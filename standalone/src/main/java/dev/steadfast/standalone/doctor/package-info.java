/**
 * Says what is wrong with a deployment, and what to do: looks at the machine, the bundle, the brokers, the registry and the services, and changes
 * nothing.
 */
@NullMarked
package dev.steadfast.standalone.doctor;

import org.jspecify.annotations.NullMarked;
