/**
 * Whether senders can speak to us, kept in the database: their silence counts only while they can.
 */
@NullMarked
package dev.imas.gateway.presence;

import org.jspecify.annotations.NullMarked;
