/** What tenants write themselves of the words of messages: {@code /message-templates}. */
@NullMarked
package dev.imas.core.template;

import org.jspecify.annotations.NullMarked;
