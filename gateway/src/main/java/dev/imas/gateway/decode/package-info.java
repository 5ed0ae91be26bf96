/**
 * What the decoders of all senders share. A decoder turns the bytes of a body into alerts; nothing
 * past it knows the sender's dialect. Pure: no Vert.x, no SQL, no clock (the time of reception
 * comes in as an argument).
 *
 * <p>A decoder reads the whole body before it gives anything out, since what follows the alerts may
 * still change them (common labels) or refuse them (a syntax error in the last byte).
 */
@NullMarked
package dev.imas.gateway.decode;

import org.jspecify.annotations.NullMarked;
