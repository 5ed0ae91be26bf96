/** Posts in Mattermost, as a bot. */
@NullMarked
package dev.imas.notifier.channel.mattermost;

import org.jspecify.annotations.NullMarked;
