/**
 * What roles tell each other over the event bus. Every message is a hint that speeds up work which
 * the database already holds: losing one loses time, never work.
 */
@NullMarked
package dev.imas.core.bus;

import org.jspecify.annotations.NullMarked;
