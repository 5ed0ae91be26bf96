package dev.imas.gateway.decode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code application/x-www-form-urlencoded}, byte by byte: as a JSON object of strings, or
 * one field of it. Bytes that are not UTF-8 stay so, and the JSON is refused for them.
 */
public final class FormFields {

  private static final byte[] CONTROL = "\\u00".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final byte[] form;
  private final int length;
  private final FieldsWriter json = new FieldsWriter();

  public FormFields(byte[] form, int length) {
    this.form = form;
    this.length = length;
  }

  /** An object of all fields, each a string. */
  public byte[] toJson() {
    return toJson(Set.of(), Set.of());
  }

  /**
   * An object of the fields.
   *
   * @param values fields that hold JSON themselves; a string where they hold none
   * @param without fields that are left out
   */
  byte[] toJson(Set<String> values, Set<String> without) {
    int at = 0;
    while (at < length) {
      int end = indexOf('&', at, length);
      if (end > at) {
        field(at, end, values, without);
      }
      at = end + 1;
    }
    return json.finish();
  }

  private void field(int at, int end, Set<String> values, Set<String> without) {
    int equals = indexOf('=', at, end);
    int value = Math.min(equals + 1, end);
    if (!values.isEmpty() || !without.isEmpty()) {
      String name = new String(decoded(at, equals), StandardCharsets.UTF_8);
      if (without.contains(name)) {
        return;
      }
      if (values.contains(name)) {
        json.field(decoded(at, equals));
        json.value(decoded(value, end));
        return;
      }
    }
    json.field();
    string(at, equals);
    json.colon();
    string(value, end);
  }

  /** What the field of this name holds, the last one where it comes again; null without it. */
  byte @Nullable [] last(String name) {
    byte[] found = null;
    int at = 0;
    while (at < length) {
      int end = indexOf('&', at, length);
      int equals = indexOf('=', at, end);
      if (end > at && new String(decoded(at, equals), StandardCharsets.UTF_8).equals(name)) {
        found = decoded(Math.min(equals + 1, end), end);
      }
      at = end + 1;
    }
    return found;
  }

  private int indexOf(char wanted, int from, int to) {
    int at = from;
    while (at < to && form[at] != wanted) {
      at++;
    }
    return at;
  }

  private byte[] decoded(int from, int to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(to - from);
    for (int i = from; i < to; i++) {
      out.write(byteAt(i, to));
      i += isEscape(i, to) ? 2 : 0;
    }
    return out.toByteArray();
  }

  private void string(int from, int to) {
    json.quote();
    for (int i = from; i < to; i++) {
      json.character(byteAt(i, to));
      i += isEscape(i, to) ? 2 : 0;
    }
    json.quote();
  }

  private int byteAt(int at, int to) {
    if (isEscape(at, to)) {
      return hex(at + 1) * 16 + hex(at + 2);
    }
    return form[at] == '+' ? ' ' : form[at] & 0xff;
  }

  private boolean isEscape(int at, int to) {
    return form[at] == '%' && at + 2 < to && hex(at + 1) >= 0 && hex(at + 2) >= 0;
  }

  private int hex(int at) {
    return Character.digit(form[at], 16);
  }
}
