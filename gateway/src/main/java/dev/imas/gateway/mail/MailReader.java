package dev.imas.gateway.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.dom.field.ContentDispositionField;
import org.apache.james.mime4j.dom.field.ContentTypeField;
import org.apache.james.mime4j.dom.field.ParsedField;
import org.apache.james.mime4j.field.LenientFieldParser;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.jspecify.annotations.Nullable;

/**
 * Reads a mail as far as an alert needs it: headers, the first text, the names of attachments. What
 * is too deep, too much or broken is left out, and what comes before it counts. Pure; takes time
 * and memory by the length alone.
 */
final class MailReader {

  static final int MOST_DEPTH = 10;
  static final int MOST_PARTS = 100;
  static final int MOST_TEXT = 64 << 10;
  static final int MOST_ATTACHMENTS = 20;

  private static final int MOST_TEXT_BYTES = 256 << 10;
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_SUBJECT = 1_000;
  private static final int LONGEST_SUBJECT_OF_TEXT = 200;

  private static final MimeConfig CONFIG =
      new MimeConfig.Builder()
          .setMaxLineLen(-1)
          .setMaxHeaderLen(-1)
          .setMaxHeaderCount(1_000)
          .setMaxContentLen(-1)
          .build();

  private final MailHeaders headers = new MailHeaders();
  private final List<String> attachments = new ArrayList<>();
  private @Nullable String plain;
  private @Nullable String html;
  private @Nullable String disposition;
  private @Nullable String name;
  private boolean isOfTheMail = true;
  private int depth;
  private int parts;
  private boolean isCut;

  private MailReader() {}

  /**
   * @param from whom it says to come from on its way; empty for nobody, as of reports
   */
  static MailReading read(byte[] raw, String from) {
    MailReader reader = new MailReader();
    reader.walk(raw);
    if (reader.headers.areNone()) {
      return new MailReading.Unreadable("it has no header that a mail has");
    }
    return new MailReading.Read(reader.mail(from));
  }

  private void walk(byte[] raw) {
    MimeTokenStream stream = new MimeTokenStream(CONFIG);
    // A mail in a mail is an attachment.
    stream.setRecursionMode(RecursionMode.M_NO_RECURSE);
    stream.parse(new ByteArrayInputStream(raw));
    try {
      EntityState state = stream.getState();
      while (state != EntityState.T_END_OF_STREAM && !isCut) {
        take(state, stream);
        state = stream.next();
      }
    } catch (MimeException | IOException | RuntimeException broken) {
      isCut = true;
    }
  }

  private void take(EntityState state, MimeTokenStream stream) throws IOException, MimeException {
    switch (state) {
      case T_START_HEADER -> {
        disposition = null;
        name = null;
      }
      case T_FIELD -> field(stream.getField());
      case T_END_HEADER -> isOfTheMail = false;
      case T_START_MULTIPART -> isCut |= ++depth > MOST_DEPTH;
      case T_END_MULTIPART -> depth--;
      case T_BODY -> {
        isCut |= ++parts > MOST_PARTS;
        part(stream, stream.getBodyDescriptor());
      }
      default -> {}
    }
  }

  private void field(Field field) throws MimeException {
    if (isOfTheMail) {
      headers.take(field);
    }
    String called = field.getName();
    if (called.equalsIgnoreCase("Content-Disposition") || called.equalsIgnoreCase("Content-Type")) {
      ParsedField parsed =
          LenientFieldParser.parse(called + ": " + MailHeaders.value(field), DecodeMonitor.SILENT);
      switch (parsed) {
        case ContentDispositionField found -> {
          disposition = found.getDispositionType();
          name = Objects.requireNonNullElse(found.getFilename(), name);
        }
        case ContentTypeField found when name == null -> name = found.getParameter("name");
        default -> {}
      }
    }
  }

  private void part(MimeTokenStream stream, BodyDescriptor part) throws IOException {
    boolean isText = part.getMediaType().equalsIgnoreCase("text");
    boolean isAttached = "attachment".equalsIgnoreCase(disposition);
    if (isText && !isAttached && name == null) {
      if (part.getSubType().equalsIgnoreCase("html")) {
        html = html == null ? HtmlText.of(text(stream, part)) : html;
      } else if (plain == null || plain.isBlank()) {
        plain = text(stream, part);
      }
    } else if (attachments.size() < MOST_ATTACHMENTS) {
      attachments.add(
          PartText.cut(
              MailHeaders.decoded(name == null ? part.getMimeType() : name), LONGEST_NAME));
    } else {
      isCut = true;
    }
  }

  private String text(MimeTokenStream stream, BodyDescriptor part) throws IOException {
    byte[] bytes = stream.getDecodedInputStream().readNBytes(MOST_TEXT_BYTES);
    return PartText.of(bytes, part.getCharset(), bytes.length == MOST_TEXT_BYTES)
        .replace("\r\n", "\n")
        .strip();
  }

  private Mail mail(String from) {
    Mailbox author = headers.author();
    String text = plain == null || plain.isBlank() ? html : plain;
    text = text == null || text.isBlank() ? null : PartText.cut(text, MOST_TEXT);
    String subject = headers.text("subject");
    if (subject == null && text != null) {
      // Some programs write no subject. The first line then says best what it is about.
      subject = PartText.cut(text.lines().findFirst().orElse(""), LONGEST_SUBJECT_OF_TEXT).strip();
    }
    String sender = author == null ? from : author.getAddress();
    return new Mail(
        subject == null ? null : PartText.cut(subject, LONGEST_SUBJECT),
        sender.isBlank() ? null : sender,
        author == null || author.getName() == null ? null : MailHeaders.decoded(author.getName()),
        headers.recipients(),
        text,
        headers.text("message-id"),
        headers.date(),
        headers.text("in-reply-to"),
        headers.priority(),
        headers.autoSubmitted(),
        headers.automatic(from.isEmpty()),
        attachments,
        headers.extensions(),
        isCut);
  }
}
