package dev.imas.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a dialect carries its source's key: a member of the outermost object of its body, which may
 * be the last one.
 *
 * @param longestBody in bytes, also after inflating: such a body is held before anybody is known to
 *     be allowed to post
 */
public record BodyKey(String member, int longestBody) {

  private interface Visit {
    void at(String value, int from, int to);
  }

  /** The key, the last of several; null where the body has none or cannot be read up to it. */
  public @Nullable String find(byte[] body) {
    String[] found = new String[1];
    visit(body, (value, from, to) -> found[0] = value);
    return found[0];
  }

  /**
   * The body with stars in place of its key, so that neither a dead letter nor a log keeps it. As
   * long as before, and the same object where there is none.
   */
  public byte[] withheld(byte[] body) {
    byte[][] masked = {body};
    visit(
        body,
        (value, from, to) -> {
          if (from + 1 < to && to <= body.length && body[from] == '"' && body[to - 1] == '"') {
            if (masked[0] == body) {
              masked[0] = body.clone();
            }
            Arrays.fill(masked[0], from + 1, to - 1, (byte) '*');
          }
        });
    return masked[0];
  }

  private void visit(byte[] body, Visit visit) {
    int mark = startsWithMark(body) ? 3 : 0;
    try (JsonParser parser = BodyParser.again(body, mark, body.length - mark)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return;
      }
      String name;
      while ((name = parser.nextFieldName()) != null) {
        JsonToken token = parser.nextToken();
        if (name.equals(member) && token == JsonToken.VALUE_STRING) {
          int from = mark + (int) parser.currentTokenLocation().getByteOffset();
          String value = parser.getText();
          visit.at(value, from, mark + (int) parser.currentLocation().getByteOffset());
        } else {
          parser.skipChildren();
        }
      }
    } catch (IOException notJson) {
      // The decoder says what is wrong with it, where the key was found before that.
    }
  }

  private static boolean startsWithMark(byte[] body) {
    return body.length >= 3
        && body[0] == (byte) 0xef
        && body[1] == (byte) 0xbb
        && body[2] == (byte) 0xbf;
  }
}
