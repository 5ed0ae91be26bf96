/**
 * What the decoders of all senders share. A decoder turns the bytes of a body into alerts. Nothing
 * after it knows the sender's dialect. Pure: no Vert.x, no SQL, no clock (the time of reception is
 * an argument).
 *
 * <p>A decoder reads the whole body before it returns anything. What follows the alerts may still
 * change them (common labels) or refuse them (a syntax error in the last byte).
 */
@NullMarked
package dev.imas.gateway.decode;

import org.jspecify.annotations.NullMarked;
