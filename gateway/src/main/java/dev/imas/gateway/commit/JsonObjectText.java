package dev.imas.gateway.commit;

import dev.imas.core.model.Labels;

/**
 * Labels as the text of a JSON object, names in order. The database stores text; core parses it off
 * the hot path.
 */
final class JsonObjectText {

  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private JsonObjectText() {}

  static String of(Labels labels) {
    if (labels.isEmpty()) {
      return "{}";
    }
    StringBuilder out = new StringBuilder(labels.size() * 32);
    for (int i = 0; i < labels.size(); i++) {
      out.append(i == 0 ? '{' : ',');
      quote(out, labels.name(i));
      out.append(':');
      quote(out, labels.value(i));
    }
    return out.append('}').toString();
  }

  private static void quote(StringBuilder out, String text) {
    out.append('"');
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x20 && c != '"' && c != '\\') {
        continue;
      }
      out.append(text, from, i);
      from = i + 1;
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
      }
    }
    out.append(text, from, text.length()).append('"');
  }
}
