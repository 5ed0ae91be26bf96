package dev.imas.core.rule;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The escapes of Go's double-quoted strings, which the UTF-8 syntax uses. Some stand for bytes. */
final class Escapes {

  private final String text;
  private final int end;
  private int at;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Escapes(String text, int start, int end) {
    this.text = text;
    this.at = start;
    this.end = end;
  }

  /** Replaces the escapes in what stands between the quotes, from start to end. */
  static String unquote(String text, int start, int end) {
    int escape = text.indexOf('\\', start);
    int line = text.indexOf('\n', start);
    if ((escape < 0 || escape >= end) && (line < 0 || line >= end)) {
      return text.substring(start, end);
    }
    return new Escapes(text, start, end).unquote();
  }

  private String unquote() {
    int start = at;
    while (at < end) {
      int c = text.codePointAt(at);
      if (c == '\n') {
        throw new InvalidRuleException(at, "the quoted text holds a line break", "write it as \\n");
      }
      if (c == '\\') {
        escape();
      } else {
        put(c);
        at += Character.charCount(c);
      }
    }
    try {
      // A new decoder reports what is not UTF-8, such as "\xff"; new String would replace it.
      ByteBuffer bytes = ByteBuffer.wrap(out.toByteArray());
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidRuleException(start, "the text is not valid UTF-8", "correct its escapes");
    }
  }

  private void escape() {
    char c = text.charAt(at + 1);
    switch (c) {
      case 'a' -> single(7);
      case 'b' -> single('\b');
      case 'f' -> single('\f');
      case 'n' -> single('\n');
      case 'r' -> single('\r');
      case 't' -> single('\t');
      case 'v' -> single(11);
      case '\\', '"' -> single(c);
      case 'x' -> out.write(number(at + 2, 2, 16));
      case 'u' -> put(number(at + 2, 4, 16));
      case 'U' -> put(number(at + 2, 8, 16));
      case '0', '1', '2', '3' -> out.write(number(at + 1, 3, 8));
      default -> throw invalid();
    }
  }

  private void single(int b) {
    out.write(b);
    at += 2;
  }

  private int number(int from, int digits, int radix) {
    if (from + digits > end) {
      throw invalid();
    }
    long value = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = Character.digit(text.charAt(i), radix);
      if (digit < 0) {
        throw invalid();
      }
      value = value * radix + digit;
    }
    if (value > Character.MAX_CODE_POINT) {
      throw invalid();
    }
    at = from + digits;
    return (int) value;
  }

  private void put(int codePoint) {
    byte[] bytes =
        codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE
            ? new byte[] {(byte) 0xff} // not a character: the decoder refuses it
            : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
    out.writeBytes(bytes);
  }

  private InvalidRuleException invalid() {
    return new InvalidRuleException(at, "the escape is unknown", "write \\\\ for a backslash");
  }
}
