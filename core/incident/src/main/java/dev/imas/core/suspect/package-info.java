/**
 * Which changes came before an incident and how suspect each is, what people say of it, and how
 * often the first suspect was right.
 */
@NullMarked
package dev.imas.core.suspect;

import org.jspecify.annotations.NullMarked;
