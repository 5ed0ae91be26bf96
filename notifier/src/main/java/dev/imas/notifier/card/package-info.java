/**
 * The messages in chats that grow with their incidents: which there are, what they show, and who is
 * changing them (docs/adr/0053).
 */
@NullMarked
package dev.imas.notifier.card;

import org.jspecify.annotations.NullMarked;
