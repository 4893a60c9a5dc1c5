/** What is deployed, and how: images, compose file, manifests. */
@org.jspecify.annotations.NullMarked
package dev.steadfast.deployment;
