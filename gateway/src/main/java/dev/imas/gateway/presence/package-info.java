/**
 * Records in the database whether senders can reach us. Their silence counts only while they can.
 */
@NullMarked
package dev.imas.gateway.presence;

import org.jspecify.annotations.NullMarked;
