/** Push messages to browsers (Web Push: RFC 8030, 8291 and 8292). */
@NullMarked
package dev.imas.notifier.channel.browser;

import org.jspecify.annotations.NullMarked;
