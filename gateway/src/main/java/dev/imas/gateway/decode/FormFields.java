package dev.imas.gateway.decode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Turns {@code application/x-www-form-urlencoded} into a JSON object of strings, byte by byte. */
public final class FormFields {

  private static final byte[] CONTROL = "\\u00".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final byte[] form;
  private final int length;
  private final ByteArrayOutputStream json = new ByteArrayOutputStream();

  public FormFields(byte[] form, int length) {
    this.form = form;
    this.length = length;
  }

  public byte[] toJson() {
    json.write('{');
    int at = 0;
    while (at < length) {
      int end = indexOf('&', at, length);
      if (end > at) {
        int equals = indexOf('=', at, end);
        if (json.size() > 1) {
          json.write(',');
        }
        string(at, equals);
        json.write(':');
        string(Math.min(equals + 1, end), end);
      }
      at = end + 1;
    }
    json.write('}');
    return json.toByteArray();
  }

  private int indexOf(char wanted, int from, int to) {
    int at = from;
    while (at < to && form[at] != wanted) {
      at++;
    }
    return at;
  }

  private void string(int from, int to) {
    json.write('"');
    for (int i = from; i < to; i++) {
      int b = form[i] & 0xff;
      if (b == '+') {
        b = ' ';
      } else if (b == '%' && i + 2 < to && hex(i + 1) >= 0 && hex(i + 2) >= 0) {
        b = hex(i + 1) * 16 + hex(i + 2);
        i += 2;
      }
      if (b == '"' || b == '\\') {
        json.write('\\');
        json.write(b);
      } else if (b < ' ') {
        escape(b);
      } else {
        json.write(b);
      }
    }
    json.write('"');
  }

  /**
   * Escapes a control character. The JDK's formatter would take seconds for ten million of them.
   */
  private void escape(int b) {
    json.writeBytes(CONTROL);
    json.write(HEX[b >> 4]);
    json.write(HEX[b & 15]);
  }

  private int hex(int at) {
    return Character.digit(form[at], 16);
  }
}
