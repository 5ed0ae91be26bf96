package dev.imas.gateway.decode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a complete {@code multipart/form-data} body (RFC 7578). The parts, the headers of
 * each and their length are bounded; the body's own limit bounds the rest.
 */
final class MultipartFields {

  static final int MOST_PARTS = 100;
  static final int LONGEST_HEAD = 4_096;
  private static final int LONGEST_BOUNDARY = 70;

  /**
   * @param from of its content
   * @param to behind its content
   */
  private record Part(String name, boolean isFile, int from, int to) {}

  private final byte[] body;
  private final List<Part> parts = new ArrayList<>();

  private MultipartFields(byte[] body) {
    this.body = body;
  }

  /**
   * @throws BodyRefused with 400 for what is not such a body
   */
  static MultipartFields read(byte[] body, String contentType) throws BodyRefused {
    MultipartFields fields = new MultipartFields(body);
    fields.split(ascii("\r\n--" + boundaryOf(contentType)));
    return fields;
  }

  /** What the last part of this name holds; null without one. */
  byte @Nullable [] last(String name) {
    return parts.reversed().stream()
        .filter(part -> part.name().equals(name))
        .findFirst()
        .map(this::content)
        .orElse(null);
  }

  /**
   * An object of all parts that are no files.
   *
   * @param values names of parts that hold JSON themselves
   */
  byte[] toJson(Set<String> values) {
    FieldsWriter json = new FieldsWriter();
    for (Part part : parts) {
      if (!part.isFile()) {
        json.field(part.name().getBytes(StandardCharsets.UTF_8));
        if (values.contains(part.name())) {
          json.value(content(part));
        } else {
          json.string(content(part));
        }
      }
    }
    return json.finish();
  }

  private byte[] content(Part part) {
    return Arrays.copyOfRange(body, part.from(), part.to());
  }

  private void split(byte[] delimiter) throws BodyRefused {
    // The first delimiter may begin the body, without the line break that belongs to all others.
    int at =
        startsWith(delimiter, 2, 0) ? delimiter.length - 2 : behind(delimiter, find(delimiter, 0));
    if (at < 0) {
      throw malformed("its boundary does not occur in it", 0);
    }
    while (!isEnd(at)) {
      if (parts.size() == MOST_PARTS) {
        throw malformed("it has more than " + MOST_PARTS + " parts", at);
      }
      int head = behindLine(at);
      int content = endOfHead(head);
      // Of a part without content, the line break that ends its head begins the next delimiter.
      int end = find(delimiter, content - 2);
      if (end < 0) {
        throw malformed("its last part has no end", content);
      }
      parts.add(part(head, content, Math.max(content, end)));
      at = end + delimiter.length;
    }
  }

  private boolean isEnd(int at) {
    return at + 2 <= body.length && body[at] == '-' && body[at + 1] == '-';
  }

  /** Behind the line that a delimiter ends. */
  private int behindLine(int at) throws BodyRefused {
    int i = at;
    while (i < body.length && (body[i] == ' ' || body[i] == '\t')) {
      i++;
    }
    if (!isBreak(i)) {
      throw malformed("a boundary is not the end of its line", at);
    }
    return i + 2;
  }

  private int endOfHead(int head) throws BodyRefused {
    if (isBreak(head)) {
      return head + 2;
    }
    int last = Math.min(body.length, head + LONGEST_HEAD);
    for (int i = head; i < last; i++) {
      if (isBreak(i) && isBreak(i + 2)) {
        return i + 4;
      }
    }
    throw malformed(
        last == body.length
            ? "the headers of a part do not end"
            : "the headers of a part are longer than " + LONGEST_HEAD + " bytes",
        head);
  }

  private boolean isBreak(int at) {
    return at + 2 <= body.length && body[at] == '\r' && body[at + 1] == '\n';
  }

  private Part part(int head, int content, int end) throws BodyRefused {
    String name = null;
    boolean isFile = false;
    for (String line :
        new String(body, head, content - head, StandardCharsets.UTF_8).split("\r\n")) {
      int colon = line.indexOf(':');
      String header = colon < 0 ? line : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      switch (header) {
        case "content-disposition" -> {
          name = parameter(line, "name");
          isFile = parameter(line, "filename") != null || parameter(line, "filename*") != null;
        }
        case "content-transfer-encoding" -> {
          String coding = line.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
          if (!Set.of("7bit", "8bit", "binary").contains(coding)) {
            throw malformed("a part has a transfer encoding, which is not read", head);
          }
        }
        default -> {}
      }
    }
    if (name == null) {
      throw malformed("a part has no name", head);
    }
    return new Part(name, isFile, content, end);
  }

  private static String boundaryOf(String contentType) throws BodyRefused {
    String boundary = parameter(contentType, "boundary");
    if (boundary == null || boundary.isEmpty()) {
      throw malformed("Content-Type names no boundary", -1);
    }
    // Without line breaks in it, no place of a body is compared with it twice.
    if (boundary.length() > LONGEST_BOUNDARY
        || !boundary.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      throw malformed("Content-Type names a boundary that is none", -1);
    }
    return boundary;
  }

  /** The parameter of a header: a word, or quoted with backslashes before quotes. */
  private static @Nullable String parameter(String header, String name) {
    int at = header.indexOf(';');
    while (at >= 0 && at < header.length()) {
      int equals = header.indexOf('=', at);
      if (equals < 0) {
        return null;
      }
      String found = header.substring(at + 1, equals).strip();
      StringBuilder value = new StringBuilder();
      int end = valueAt(header, equals + 1, value);
      if (found.equalsIgnoreCase(name)) {
        return value.toString();
      }
      at = header.indexOf(';', end);
    }
    return null;
  }

  /** Appends the value and returns what follows it. */
  private static int valueAt(String header, int from, StringBuilder value) {
    int i = from;
    while (i < header.length() && header.charAt(i) == ' ') {
      i++;
    }
    if (i == header.length() || header.charAt(i) != '"') {
      int end = header.indexOf(';', i);
      value.append(header, i, end < 0 ? header.length() : end);
      String word = value.toString().strip();
      value.setLength(0);
      value.append(word);
      return end < 0 ? header.length() : end;
    }
    i++;
    while (i < header.length() && header.charAt(i) != '"') {
      if (header.charAt(i) == '\\' && i + 1 < header.length() && header.charAt(i + 1) == '"') {
        i++;
      }
      value.append(header.charAt(i++));
    }
    return Math.min(i + 1, header.length());
  }

  private int find(byte[] wanted, int from) {
    for (int i = from; i <= body.length - wanted.length; i++) {
      if (startsWith(wanted, 0, i)) {
        return i;
      }
    }
    return -1;
  }

  private static int behind(byte[] delimiter, int found) {
    return found < 0 ? -1 : found + delimiter.length;
  }

  /** Whether the wanted bytes from this one of them on are at this place. */
  private boolean startsWith(byte[] wanted, int first, int at) {
    int length = wanted.length - first;
    return at + length <= body.length
        && Arrays.equals(body, at, at + length, wanted, first, wanted.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static BodyRefused malformed(String why, long at) {
    String where = at < 0 ? "" : " (at byte " + at + ")";
    return new BodyRefused(400, "", "not a multipart form: " + why + where, at);
  }
}
