/**
 * Who is mailed what a status page tells: the public asks for it, confirms the address, and can end
 * it with each mail.
 */
@NullMarked
package dev.imas.core.subscriber;

import org.jspecify.annotations.NullMarked;
