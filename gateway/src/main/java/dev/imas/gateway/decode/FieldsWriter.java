package dev.imas.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes a JSON object of fields, byte by byte. */
final class FieldsWriter {

  private static final byte[] CONTROL = "\\u00".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final ByteArrayOutputStream json = new ByteArrayOutputStream();

  FieldsWriter() {
    json.write('{');
  }

  byte[] finish() {
    json.write('}');
    return json.toByteArray();
  }

  /** To be followed by a name, a colon and a value. */
  void field() {
    if (json.size() > 1) {
      json.write(',');
    }
  }

  /** To be followed by a value. */
  void field(byte[] name) {
    field();
    string(name);
    colon();
  }

  void colon() {
    json.write(':');
  }

  /** Text that is JSON is written as it is, any other as a string. */
  void value(byte[] text) {
    if (isJson(text)) {
      json.writeBytes(text);
    } else {
      string(text);
    }
  }

  /** Writes what {@link #isJson} found to be one value. */
  void raw(byte[] text) {
    json.writeBytes(text);
  }

  void string(byte[] text) {
    quote();
    for (byte b : text) {
      character(b & 0xff);
    }
    quote();
  }

  void quote() {
    json.write('"');
  }

  /**
   * A byte of a string. The JDK's formatter would take seconds to escape ten million control
   * characters.
   */
  void character(int b) {
    if (b == '"' || b == '\\') {
      json.write('\\');
      json.write(b);
    } else if (b < ' ') {
      json.writeBytes(CONTROL);
      json.write(HEX[b >> 4]);
      json.write(HEX[b & 15]);
    } else {
      json.write(b);
    }
  }

  /** Whether it is one value and nothing else, so that nothing in it can end the object. */
  static boolean isJson(byte[] text) {
    if (BodyScan.of(text, 0, text.length).invalidAt() >= 0) {
      return false;
    }
    for (int i = 0; i < Math.min(4, text.length); i++) {
      if (text[i] == 0) {
        return false; // The parser would guess UTF-16.
      }
    }
    if (text.length > 0 && text[0] == (byte) 0xef) {
      return false; // A byte order mark may begin a document, and no value in one.
    }
    try (JsonParser parser = BodyParser.again(text, 0, text.length)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (IOException notJson) {
      return false;
    }
  }
}
