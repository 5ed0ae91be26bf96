/** Mail over SMTP. */
@NullMarked
package dev.imas.notifier.channel.email;

import org.jspecify.annotations.NullMarked;
