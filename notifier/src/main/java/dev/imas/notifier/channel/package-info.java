/** The channels that carry a page, and the outcomes of sending one. No channel uses another. */
@NullMarked
package dev.imas.notifier.channel;

import org.jspecify.annotations.NullMarked;
