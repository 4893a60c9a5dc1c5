/**
 * The arithmetic of a certificate, for somebody who has counts: bound, radius, and the lines that say so. Needs
 * neither Kafka nor a network.
 */
@NullMarked
package dev.steadfast.standalone.certificate;

import org.jspecify.annotations.NullMarked;
