/**
 * Carries out what core asks for at vendors beside messages, such as rooms and issues, in lanes of
 * their own: they never delay a page.
 */
@NullMarked
package dev.imas.notifier.task;

import org.jspecify.annotations.NullMarked;
