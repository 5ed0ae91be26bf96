package dev.imas.gateway.mail;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mail as the JSON that a gateway for mail posts. It is kept as it is here, so keys of sources
 * are withheld: they are in the headers of most mails that are sent to them. Pure.
 */
final class MailJson {

  /**
   * Mail servers keep a mail for five days at most. What says to be older comes of a clock that was
   * never set.
   */
  private static final Duration OLDEST = Duration.ofDays(7);

  private static final String WITHHELD = "***";

  /** Of any source, also of one whose copy of the mail comes another way. */
  private static final Pattern ANY_KEY =
      Pattern.compile(Credential.SOURCE_KEY + "[A-Za-z0-9_-]+", Pattern.CASE_INSENSITIVE);

  private final MailDomain domain;
  private final List<String> keys;
  private final Instant now;

  /**
   * @param keys of the sources that get this mail
   * @param now when it is received
   */
  MailJson(MailDomain domain, Collection<String> keys, Instant now) {
    this.domain = domain;
    this.keys = List.copyOf(keys);
    this.now = now;
  }

  byte[] of(Mail mail) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    put(json, "subject", mail.subject());
    put(json, "sender", mail.sender());
    put(json, "sender_name", mail.senderName());
    put(json, "message", mail.text());
    put(json, "message_id", mail.messageId());
    Instant date = mail.date();
    put(json, "date", date == null || date.isBefore(now.minus(OLDEST)) ? null : date.toString());
    put(json, "in_reply_to", mail.inReplyTo());
    put(
        json,
        "priority",
        mail.priority() == null ? null : mail.priority().name().toLowerCase(Locale.ROOT));
    put(json, "auto_submitted", mail.autoSubmitted());
    ArrayNode to = Json.MAPPER.createArrayNode();
    for (String address : mail.to()) {
      String shown = domain.shown(address);
      if (!shown.isEmpty()) {
        to.add(storable(shown));
      }
    }
    if (!to.isEmpty()) {
      json.set("to", to);
    }
    if (!mail.attachments().isEmpty()) {
      ArrayNode attachments = json.putArray("attachments");
      mail.attachments().forEach(name -> attachments.add(storable(name)));
    }
    if (!mail.headers().isEmpty()) {
      ObjectNode headers = json.putObject("headers");
      mail.headers().forEach((name, value) -> headers.put(storable(name), storable(value)));
    }
    if (mail.isCut()) {
      json.put("cut", true);
    }
    return Json.write(json).getBytes(StandardCharsets.UTF_8);
  }

  /** A line about it, as people may read it. */
  String subject(Mail mail) {
    String subject = mail.subject();
    return subject == null ? "" : storable(subject);
  }

  private void put(ObjectNode json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, storable(value));
    }
  }

  private String storable(String text) {
    String withheld = text;
    for (String key : keys) {
      withheld = withheld.replace(key, WITHHELD);
    }
    if (withheld.toLowerCase(Locale.ROOT).contains(Credential.SOURCE_KEY)) {
      withheld = ANY_KEY.matcher(withheld).replaceAll(WITHHELD);
    }
    StringBuilder out = new StringBuilder(withheld.length());
    withheld
        .codePoints()
        .map(c -> c == 0 || (c >= 0xd800 && c <= 0xdfff) ? 0xfffd : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }
}
