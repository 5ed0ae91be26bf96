/** Shows pages in the terminal, until a real channel is configured. */
@NullMarked
package dev.imas.notifier.channel.console;

import org.jspecify.annotations.NullMarked;
