package dev.imas.gateway.mail;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.dom.field.ContentTypeField;
import org.apache.james.mime4j.field.DateTimeFieldLenientImpl;
import org.apache.james.mime4j.field.LenientFieldParser;
import org.apache.james.mime4j.field.address.LenientAddressParser;
import org.apache.james.mime4j.stream.Field;
import org.jspecify.annotations.Nullable;

/** The headers of a mail itself, of which the first of each name counts. Pure. */
final class MailHeaders {

  /** In characters. What is beyond is cut before anything is made of it. */
  private static final int LONGEST_VALUE = 2_000;

  private static final int MOST_BYTES = 4 * LONGEST_VALUE;
  private static final int MOST_EXTENSIONS = 50;
  private static final int MOST_ADDRESSES = 20;
  private static final List<String> KNOWN =
      List.of(
          "subject",
          "from",
          "sender",
          "to",
          "cc",
          "message-id",
          "date",
          "in-reply-to",
          "importance",
          "priority",
          "precedence",
          "auto-submitted",
          "content-type");

  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, String> extensions = new LinkedHashMap<>();

  void take(Field field) {
    String name = field.getName().strip().toLowerCase(Locale.ROOT);
    if (KNOWN.contains(name)) {
      values.putIfAbsent(name, value(field));
    } else if (name.startsWith("x-") && extensions.size() < MOST_EXTENSIONS) {
      extensions.putIfAbsent(PartText.cut(name, 100), decoded(value(field)));
    }
  }

  boolean areNone() {
    return values.isEmpty() && extensions.isEmpty();
  }

  /** Unfolded, with its encoded words as they are. */
  static String value(Field field) {
    byte[] raw = field.getRaw().toByteArray();
    boolean isCut = raw.length > MOST_BYTES;
    String whole = PartText.of(isCut ? Arrays.copyOf(raw, MOST_BYTES) : raw, null, isCut);
    String body = whole.substring(whole.indexOf(':') + 1);
    return PartText.cut(body.replace("\r", "").replace("\n", ""), LONGEST_VALUE).strip();
  }

  /** With encoded words (RFC 2047) as what they stand for. */
  static String decoded(String value) {
    try {
      return DecoderUtil.decodeEncodedWords(value, DecodeMonitor.SILENT, StandardCharsets.UTF_8)
          .replaceAll("\\p{Cntrl}", " ")
          .strip();
    } catch (RuntimeException odd) {
      return value;
    }
  }

  @Nullable String text(String name) {
    String value = values.get(name);
    return value == null || value.isBlank() ? null : decoded(value);
  }

  Map<String, String> extensions() {
    return extensions;
  }

  /** The first whom it is from; null where nobody is named. */
  @Nullable Mailbox author() {
    for (String name : List.of("from", "sender")) {
      List<Mailbox> all = addresses(values.get(name));
      if (!all.isEmpty()) {
        return all.getFirst();
      }
    }
    return null;
  }

  List<String> recipients() {
    List<String> all = new ArrayList<>();
    for (String name : List.of("to", "cc")) {
      for (Mailbox one : addresses(values.get(name))) {
        if (all.size() < MOST_ADDRESSES) {
          all.add(one.getAddress());
        }
      }
    }
    return all;
  }

  private static List<Mailbox> addresses(@Nullable String value) {
    if (value == null) {
      return List.of();
    }
    try {
      return List.copyOf(LenientAddressParser.DEFAULT.parseAddressList(value).flatten());
    } catch (RuntimeException odd) {
      return List.of();
    }
  }

  @Nullable Instant date() {
    String value = values.get("date");
    if (value == null) {
      return null;
    }
    int comment = value.indexOf('(');
    String date = (comment < 0 ? value : value.substring(0, comment)).strip();
    try {
      return Instant.from(DateTimeFieldLenientImpl.RFC_5322.parse(date));
    } catch (DateTimeException odd) {
      return null;
    }
  }

  Mail.@Nullable Priority priority() {
    String importance = first(text("importance"), text("priority"));
    String number = first(extensions.get("x-priority"), extensions.get("x-msmail-priority"));
    String word = first(importance, number);
    return switch (word == null ? "" : word.toLowerCase(Locale.ROOT).split("[ (]", 2)[0]) {
      case "high", "urgent", "1", "2" -> Mail.Priority.HIGH;
      case "low", "non-urgent", "4", "5" -> Mail.Priority.LOW;
      default -> null;
    };
  }

  private static @Nullable String first(@Nullable String one, @Nullable String other) {
    return one != null ? one : other;
  }

  /** The word of RFC 3834, without parameters. */
  @Nullable String autoSubmitted() {
    String value = text("auto-submitted");
    return value == null ? null : value.split("[; (]", 2)[0].toLowerCase(Locale.ROOT);
  }

  /**
   * What answers by itself. Mail that is only said to be generated is read as an alert: programs
   * that watch something write that of theirs.
   *
   * @param isFromNobody whether nobody is to be told if it cannot be delivered
   */
  Mail.@Nullable Automatic automatic(boolean isFromNobody) {
    if ("auto-replied".equals(autoSubmitted())
        || "auto_reply".equalsIgnoreCase(text("precedence"))
        || extensions.containsKey("x-autoreply")
        || extensions.containsKey("x-autorespond")) {
      return Mail.Automatic.REPLY;
    }
    return isReport(isFromNobody) ? Mail.Automatic.REPORT : null;
  }

  private boolean isReport(boolean isFromNobody) {
    String value = values.get("content-type");
    if (value == null) {
      return false;
    }
    try {
      if (!(LenientFieldParser.parse("Content-Type: " + value, DecodeMonitor.SILENT)
              instanceof ContentTypeField type)
          || !type.isMimeType("multipart/report")) {
        return false;
      }
      String of = type.getParameter("report-type");
      return isFromNobody
          || "delivery-status".equalsIgnoreCase(of)
          || "disposition-notification".equalsIgnoreCase(of);
    } catch (MimeException | RuntimeException odd) {
      return false;
    }
  }
}
