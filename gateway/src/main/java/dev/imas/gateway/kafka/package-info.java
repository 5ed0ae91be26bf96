/**
 * Reads alerts from the topics of Kafka, as if each record had been posted to the route of its
 * source.
 */
@NullMarked
package dev.imas.gateway.kafka;

import org.jspecify.annotations.NullMarked;
