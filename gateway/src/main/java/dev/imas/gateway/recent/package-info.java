/**
 * Keeps the newest bodies of each source for a day, so that people can look at them and try them.
 */
@NullMarked
package dev.imas.gateway.recent;

import org.jspecify.annotations.NullMarked;
