/**
 * What roles tell each other over the event bus, in one process or across several. Every message
 * but {@link dev.imas.core.bus.ReplayRequested} is a hint that speeds up work which the database
 * already holds: losing one loses time, never work. So a message that a process cannot read is
 * dropped and counted.
 */
@NullMarked
package dev.imas.core.bus;

import org.jspecify.annotations.NullMarked;
