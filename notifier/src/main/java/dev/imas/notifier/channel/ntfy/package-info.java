/** Push messages over an ntfy server. */
@NullMarked
package dev.imas.notifier.channel.ntfy;

import org.jspecify.annotations.NullMarked;
