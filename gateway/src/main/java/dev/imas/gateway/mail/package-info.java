/**
 * Mail for sources: takes it over SMTP, reads it, and hands it on as the JSON that a gateway for
 * mail would have posted.
 */
@NullMarked
package dev.imas.gateway.mail;

import org.jspecify.annotations.NullMarked;
