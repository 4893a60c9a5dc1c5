/** What every command stands on: its settings, its ways to Kafka, and how it ends. Knows no command. */
@NullMarked
package dev.steadfast.standalone.command;

import org.jspecify.annotations.NullMarked;
