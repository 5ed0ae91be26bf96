package dev.imas.notifier.reply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.TenantId;
import dev.imas.notifier.channel.ChatReply;
import java.util.Map;
import java.util.UUID;

/**
 * Something to be said that this process has leased.
 *
 * @param type of the provider
 * @param payload {@code words}, and of a form its {@code view}
 * @param attempt 1 for the first; it also says whose the lease is
 * @param isForm whether it is a form
 * @param opens whether a form may still open
 * @param hasExpired whether nobody takes it any more
 */
record Claimed(
    TenantId tenant,
    UUID id,
    UUID provider,
    String type,
    boolean isForm,
    byte[] sealedTo,
    JsonNode payload,
    int attempt,
    boolean opens,
    boolean hasExpired) {

  /** The form, or instead of it what to do without it. */
  ChatReply first(Map<String, String> to) {
    return isForm && opens ? new ChatReply.Form(to, payload.path("view")) : words(to);
  }

  ChatReply words(Map<String, String> to) {
    return new ChatReply.Words(to, payload.path("words").asText());
  }
}
