package dev.imas.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;

/**
 * Writes the object or list at which a parser stands as JSON without white space, numbers as their
 * sender wrote them (a generator would make infinity of 1e400).
 */
final class CompactJson {

  private CompactJson() {}

  /** Leaves the parser at the closing token. */
  static String read(JsonParser parser) throws IOException {
    StringBuilder out = new StringBuilder();
    int depth = 0;
    JsonToken token = parser.currentToken();
    while (true) {
      if (token.isStructEnd()) {
        depth--;
      } else if (needsComma(out)) {
        out.append(',');
      }
      switch (token) {
        case FIELD_NAME -> quote(parser.currentName(), out).append(':');
        case VALUE_STRING -> quote(parser.getText(), out);
        default -> out.append(token.asString() == null ? parser.getText() : token.asString());
      }
      if (token.isStructStart()) {
        depth++;
      }
      if (depth == 0) {
        return out.toString();
      }
      token = parser.nextToken();
    }
  }

  private static boolean needsComma(StringBuilder out) {
    if (out.isEmpty()) {
      return false;
    }
    char last = out.charAt(out.length() - 1);
    return last != '{' && last != '[' && last != ':';
  }

  private static StringBuilder quote(String text, StringBuilder out) {
    out.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, out);
    return out.append('"');
  }
}
