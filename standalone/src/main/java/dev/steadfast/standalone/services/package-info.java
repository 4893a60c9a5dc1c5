/**
 * The services of a deployment, each a process: broker and registry for development, topics, topology, worker,
 * gateway. And the list of all settings.
 */
@NullMarked
package dev.steadfast.standalone.services;

import org.jspecify.annotations.NullMarked;
