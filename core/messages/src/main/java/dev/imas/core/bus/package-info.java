/**
 * The messages between roles over the event bus, in one process or across several. Every message
 * but {@link dev.imas.core.bus.ReplayRequested}, {@link dev.imas.core.bus.BodyPasted}, {@link
 * dev.imas.core.bus.BodyPosted} and {@link dev.imas.core.bus.BodyKept} is a hint about work that
 * the database already holds. A lost hint costs time, never work. A process therefore drops and
 * counts a message that it cannot read.
 */
@NullMarked
package dev.imas.core.bus;

import org.jspecify.annotations.NullMarked;
