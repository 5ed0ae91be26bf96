/** Cards in Microsoft Teams. */
@NullMarked
package dev.imas.notifier.channel.teams;

import org.jspecify.annotations.NullMarked;
