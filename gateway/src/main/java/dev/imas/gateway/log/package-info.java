/**
 * The log in front of the gateway: posts are answered once Kafka has acknowledged them, and are
 * read from there into PostgreSQL.
 */
@NullMarked
package dev.imas.gateway.log;

import org.jspecify.annotations.NullMarked;
