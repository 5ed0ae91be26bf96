/** What people write and press in chats and text messages, as their vendors post it. */
@NullMarked
package dev.imas.core.chat;

import org.jspecify.annotations.NullMarked;
