/** What can carry a page, and what may come of it. No channel sees another. */
@NullMarked
package dev.imas.notifier.channel;

import org.jspecify.annotations.NullMarked;
