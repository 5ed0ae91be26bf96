package dev.imas.gateway.mail;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a mail says, decoded and bounded. Texts may hold anything.
 *
 * @param sender the address of its author, else where it says to come from on its way
 * @param to whom it is addressed to, which need not be who gets it
 * @param text of its first part that is text; of HTML what a person would read
 * @param date when it was written, by its sender's clock
 * @param autoSubmitted what it says of itself, by RFC 3834: no, auto-generated, auto-replied
 * @param automatic what it answers by itself; null where it is to be read as an alert
 * @param attachments their names, or their types where they have none
 * @param headers those that begin with {@code x-}, in lower case
 * @param isCut whether there was more than is read of one mail
 */
record Mail(
    @Nullable String subject,
    @Nullable String sender,
    @Nullable String senderName,
    List<String> to,
    @Nullable String text,
    @Nullable String messageId,
    @Nullable Instant date,
    @Nullable String inReplyTo,
    @Nullable Priority priority,
    @Nullable String autoSubmitted,
    @Nullable Automatic automatic,
    List<String> attachments,
    Map<String, String> headers,
    boolean isCut) {

  Mail {
    to = List.copyOf(to);
    attachments = List.copyOf(attachments);
    headers = Map.copyOf(headers);
  }

  enum Priority {
    HIGH,
    LOW
  }

  /** What no person and no program wrote to tell something new. */
  enum Automatic {
    REPLY("an automatic reply"),
    REPORT("a report on the delivery of another mail");

    private final String what;

    Automatic(String what) {
      this.what = what;
    }

    String what() {
      return what;
    }
  }
}
