package dev.imas.gateway.sender.custom;

import com.fasterxml.jackson.core.JsonToken;
import dev.imas.gateway.decode.BodyCursor;
import dev.imas.gateway.decode.BodyRefused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the list of alerts in a custom body, at a path of names from its root. */
final class CustomListAt {

  private final List<String> path;

  /** Null until the list was found. The last of equal names counts, on the whole path. */
  @Nullable List<CustomFields> elements;

  /** What stands in place of the list, if anything does. */
  @Nullable String fault;

  CustomListAt(List<String> path) {
    this.path = path;
  }

  String pointer() {
    StringBuilder pointer = new StringBuilder();
    path.forEach(name -> pointer.append('/').append(name.replace("~", "~0").replace("/", "~1")));
    return pointer.toString();
  }

  boolean isOnPath(int depth, String name) {
    return depth < path.size() && path.get(depth).equals(name);
  }

  /**
   * Reads the value of a name on the path; the parser is left at its end.
   *
   * @return false when the value is not on the path and was not touched
   */
  boolean read(int depth, BodyCursor in, CustomFields.Reader reader)
      throws IOException, BodyRefused {
    JsonToken token = in.parser.currentToken();
    elements = null;
    fault = null;
    if (depth + 1 < path.size()) {
      if (token != JsonToken.START_OBJECT) {
        return false;
      }
      String name;
      while ((name = in.parser.nextFieldName()) != null) {
        in.parser.nextToken();
        if (!isOnPath(depth + 1, name) || !read(depth + 1, in, reader)) {
          in.parser.skipChildren();
        }
      }
      return true;
    }
    if (token == JsonToken.START_ARRAY) {
      elements = new ArrayList<>();
      while (in.parser.nextToken() != JsonToken.END_ARRAY) {
        elements.add(reader.element(in));
      }
    } else if (token != JsonToken.VALUE_NULL) {
      fault = path.getLast() + " must be a list";
      in.parser.skipChildren();
    }
    return true;
  }
}
