package dev.imas.core.lookup;

import java.util.ArrayList;
import java.util.List;

/** Reads comma-separated values as RFC 4180 has them. Pure. */
final class CsvText {

  private final String text;
  private int at;

  private CsvText(String text) {
    this.text = text;
  }

  /**
   * @return the records, each with its fields; empty lines are left out
   * @throws IllegalArgumentException with what is wrong, and where
   */
  static List<List<String>> read(String text) {
    return new CsvText(text.startsWith("\uFEFF") ? text.substring(1) : text).records();
  }

  private List<List<String>> records() {
    List<List<String>> records = new ArrayList<>();
    while (at < text.length()) {
      List<String> fields = record();
      if (fields.size() > 1 || !fields.getFirst().isEmpty()) {
        records.add(fields);
      }
    }
    return records;
  }

  private List<String> record() {
    List<String> fields = new ArrayList<>();
    while (true) {
      fields.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
      if (at >= text.length()) {
        return fields;
      }
      char end = text.charAt(at++);
      if (end == '\r' && at < text.length() && text.charAt(at) == '\n') {
        at++;
      }
      if (end != ',') {
        return fields;
      }
    }
  }

  private String plain() {
    int from = at;
    while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(from, at);
  }

  private String quoted() {
    int from = at++;
    StringBuilder field = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '"') {
        field.append(c);
      } else if (at < text.length() && text.charAt(at) == '"') {
        field.append('"');
        at++;
      } else if (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
        throw new IllegalArgumentException("has text behind the quote at character " + at);
      } else {
        return field.toString();
      }
    }
    throw new IllegalArgumentException("has a quote at character " + from + " that never ends");
  }
}
