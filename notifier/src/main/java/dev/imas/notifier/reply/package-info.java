/** Says in chats what could not be said in the answer to a request, in a lane of its own. */
@NullMarked
package dev.imas.notifier.reply;

import org.jspecify.annotations.NullMarked;
