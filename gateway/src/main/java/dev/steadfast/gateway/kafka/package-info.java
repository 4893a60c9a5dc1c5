/** Reading Kafka without a consumer group: each gateway sees everything. */
@NullMarked
package dev.steadfast.gateway.kafka;

import org.jspecify.annotations.NullMarked;
