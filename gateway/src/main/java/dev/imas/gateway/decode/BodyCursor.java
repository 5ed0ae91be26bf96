package dev.imas.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A body that is being read: the parser, and ways to read the value it stands on. */
public final class BodyCursor {

  static final int MAX_ELEMENTS = 100_000;

  public final JsonParser parser;
  private final byte[] body;
  private final int base;
  private final int limit;
  private final boolean oddText;
  private int elements;

  BodyCursor(JsonParser parser, byte[] body, int base, int limit, boolean oddText) {
    this.parser = parser;
    this.body = body;
    this.base = base;
    this.limit = limit;
    this.oddText = oddText;
  }

  /** Reads a value that was written out and is parsed again. There are no offsets. */
  public BodyCursor over(JsonParser again) {
    return new BodyCursor(again, body, base, limit, oddText);
  }

  /** Reads a part of the body again: a whole JSON value that was read before. */
  public JsonParser again(int from, int to) throws IOException {
    return BodyParser.again(body, from, to - from);
  }

  /**
   * Counts an element of a list of alerts.
   *
   * @throws BodyRefused for more elements than a body of real alerts can hold: a list of millions
   *     of empty ones would take a hundred times its size in memory
   */
  public void countElement() throws BodyRefused {
    if (++elements > MAX_ELEMENTS) {
      throw BodyRefused.shape("", "more than " + MAX_ELEMENTS + " elements in one body", start());
    }
  }

  /** Whether any text of this body may hold U+0000 or a lone surrogate. */
  public boolean oddText() {
    return oddText;
  }

  /** Reads the value of a member of an object: the parser stands on it, and is left at its end. */
  public interface Member {
    void read(String name) throws IOException;
  }

  /** Reads the members of the current value in their order; nothing where it is no object. */
  public void members(Member each) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    String name;
    while ((name = parser.nextFieldName()) != null) {
      parser.nextToken();
      each.read(name);
    }
  }

  /** An offset in the body, in bytes. */
  int length() {
    return limit;
  }

  /** The offset of the current token's first byte in the body. */
  public int start() {
    return base + (int) parser.currentTokenLocation().getByteOffset();
  }

  /** The offset of the byte after the current token. */
  public int end() {
    int end = base + (int) parser.currentLocation().getByteOffset();
    // The parser finds the end of a number at the root of the document only by reading on.
    while (isSpace(body[end - 1])) {
      end--;
    }
    return end;
  }

  /**
   * The current value as text: a string's content, a number as it was written, compact JSON for
   * objects and lists; null for null. The parser is left at the value's last token.
   */
  public @Nullable String text() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NULL -> null;
      case START_OBJECT, START_ARRAY -> CompactJson.read(parser);
      default -> parser.getText();
    };
  }

  /** Like {@link #text}, but blank text is null too. */
  public @Nullable String filledText() throws IOException {
    String text = text();
    return text == null || text.isBlank() ? null : text;
  }

  /** The current value as a time; see {@link SenderTime}. */
  long time() throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return IncomingAlert.NONE;
    }
    if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
      return SenderTime.read(
          parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    }
    parser.skipChildren();
    return SenderTime.UNREADABLE;
  }

  /** The current value as a count; 0 when it is not a number. */
  int count() throws IOException {
    String text = text();
    if (text == null || text.isEmpty() || text.length() > 18) {
      return 0;
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return 0;
      }
      value = value * 10 + digit;
    }
    return (int) Math.min(value, Integer.MAX_VALUE);
  }

  /** The offset of the next byte after the current token that is not white space, or -1. */
  public int nextText() {
    for (int i = end(); i < limit; i++) {
      if (!isSpace(body[i])) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /** Whether there is a line break between these offsets. */
  public boolean breaksLine(int from, int to) {
    for (int i = from; i < to; i++) {
      if (body[i] == '\n') {
        return true;
      }
    }
    return false;
  }

  /**
   * @throws BodyRefused unless only white space follows
   */
  public void expectEnd() throws BodyRefused {
    int more = nextText();
    if (more >= 0) {
      throw BodyParser.notJson("something follows the end of the JSON document", more);
    }
  }
}
