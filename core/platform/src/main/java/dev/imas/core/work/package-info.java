/**
 * Work loops: passes one at a time, woken by hints and by polls, with retries, back-off and
 * draining. The decisions are pure; see {@code docs/adr}, "one work loop".
 */
@NullMarked
package dev.imas.core.work;

import org.jspecify.annotations.NullMarked;
