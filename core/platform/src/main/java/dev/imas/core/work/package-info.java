/**
 * Work that is looked for: passes one at a time, woken by hints and by a poll; what fails, and how
 * it ends. Its decisions are pure; {@code docs/adr}, "one work loop".
 */
@NullMarked
package dev.imas.core.work;

import org.jspecify.annotations.NullMarked;
