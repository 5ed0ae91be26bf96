package dev.imas.gateway.log;

import dev.imas.core.model.TestPosts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a record in the log say of its value, the body of one post. Gateways of
 * different versions read each other's: whoever does not know a header passes it over, and whoever
 * does not know the format leaves the record to others. So a header may be added without another
 * format, if the record can be read without it.
 *
 * @param receipt by which its sender may ask for it
 * @param receivedAtMicros by the clock of the gateway that took it
 * @param path of the route that it is read by, which need not be the path that it was posted to
 * @param contentType as posted; null where none was
 */
public record PostedRecord(
    UUID tenant,
    UUID source,
    UUID receipt,
    long receivedAtMicros,
    String path,
    @Nullable String contentType) {

  /** To be raised when a gateway that knows only the one before would read a record wrongly. */
  static final int FORMAT = 2;

  /** Of all but tests, which a gateway that does not know them would take for something real. */
  private static final int REAL = 1;

  private static final String FORMAT_HEADER = "imas-format";
  private static final String TENANT = "imas-tenant";
  private static final String SOURCE = "imas-source";
  private static final String RECEIPT = "imas-receipt";
  private static final String RECEIVED = "imas-received";
  private static final String PATH = "imas-path";
  private static final String CONTENT_TYPE = "content-type";

  /** Beyond this, what a sender wrote there is no type of a body. */
  private static final int LONGEST_CONTENT_TYPE = 256;

  /** What a record in the log is. */
  public sealed interface Found {

    record Post(PostedRecord posted) implements Found {}

    /** A newer gateway wrote it, in a format that this one does not read. */
    record TooNew(int format) implements Found {}

    /** No gateway wrote it. */
    record Foreign(String why) implements Found {}
  }

  List<Header> headers() {
    List<Header> all = new ArrayList<>();
    all.add(
        header(FORMAT_HEADER, Integer.toString(TestPosts.isMarked(contentType) ? FORMAT : REAL)));
    all.add(header(TENANT, tenant.toString()));
    all.add(header(SOURCE, source.toString()));
    all.add(header(RECEIPT, receipt.toString()));
    all.add(header(RECEIVED, Long.toString(receivedAtMicros)));
    all.add(header(PATH, path));
    if (contentType != null) {
      all.add(
          header(
              CONTENT_TYPE,
              contentType.substring(0, Math.min(contentType.length(), LONGEST_CONTENT_TYPE))));
    }
    return all;
  }

  /** All posts of a source stand in one partition, in the order in which they were taken. */
  byte[] key() {
    return source.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** What these headers say. Never throws. */
  public static Found of(Headers headers) {
    try {
      String format = text(headers, FORMAT_HEADER);
      if (format == null) {
        return new Found.Foreign("it has no header " + FORMAT_HEADER);
      }
      int number = Integer.parseInt(format);
      if (number > FORMAT) {
        return new Found.TooNew(number);
      }
      return new Found.Post(
          new PostedRecord(
              UUID.fromString(needed(headers, TENANT)),
              UUID.fromString(needed(headers, SOURCE)),
              receipt(needed(headers, RECEIPT)),
              Long.parseLong(needed(headers, RECEIVED)),
              needed(headers, PATH),
              text(headers, CONTENT_TYPE)));
    } catch (IllegalArgumentException wrong) {
      return new Found.Foreign("its headers cannot be read: " + wrong.getMessage());
    }
  }

  /** When an alert was created is read from it. */
  private static UUID receipt(String text) {
    UUID receipt = UUID.fromString(text);
    if (receipt.version() != 7) {
      throw new IllegalArgumentException("the receipt is no UUID of version 7");
    }
    return receipt;
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static String needed(Headers headers, String name) {
    String value = text(headers, name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return value;
  }

  private static @Nullable String text(Headers headers, String name) {
    Header last = headers.lastHeader(name);
    byte[] value = last == null ? null : last.value();
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }
}
