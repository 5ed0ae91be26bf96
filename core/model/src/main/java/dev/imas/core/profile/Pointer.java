package dev.imas.core.profile;

import java.util.ArrayList;
import java.util.List;

/**
 * Where something stands in a body: a JSON pointer (RFC 6901) from its root, in which the part
 * {@code *} stands for each element of a list. {@code /alerts/*}{@code /labels} is the labels of
 * each alert.
 */
public record Pointer(List<String> path) {

  /** The part that stands for each element. */
  public static final String EACH = "*";

  public Pointer {
    path = List.copyOf(path);
  }

  /** Reads a pointer that begins with a slash. */
  static Pointer of(String text) {
    List<String> path = new ArrayList<>();
    for (String part : text.substring(1).split("/", -1)) {
      path.add(part.replace("~1", "/").replace("~0", "~"));
    }
    return new Pointer(path);
  }

  /** The path to the last list on it, and to each of its elements; empty for none. */
  public List<String> element() {
    return path.subList(0, path.lastIndexOf(EACH) + 1);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    path.forEach(part -> text.append('/').append(part.replace("~", "~0").replace("/", "~1")));
    return text.toString();
  }
}
