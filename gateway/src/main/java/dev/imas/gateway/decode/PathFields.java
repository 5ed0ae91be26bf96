package dev.imas.gateway.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a post that is told apart by its path becomes one JSON object: the part of the path, some
 * parameters of the query, and the body as {@code request}. So what is kept of it can be read again
 * without its path. Pure.
 *
 * @param parameters of the query that are members, too
 */
public record PathFields(Set<String> parameters) {

  /** The member that holds the body; left out for an empty one. */
  public static final String REQUEST = "request";

  public PathFields {
    parameters = Set.copyOf(parameters);
  }

  /**
   * The object. A body that is not one value of JSON is given back as it is, so that it cannot
   * change the object: its reader refuses it.
   *
   * @param name the member for the part of the path
   * @param part of the path, with its percent-encoding
   * @param query of the request, without the question mark
   */
  public byte[] around(String name, String part, @Nullable String query, byte[] body) {
    byte[] request = withoutMark(body);
    boolean isBlank = isBlank(request);
    if (!isBlank && !FieldsWriter.isJson(request)) {
      return body;
    }
    FieldsWriter json = new FieldsWriter();
    member(json, name, decoded(part));
    if (query != null) {
      byte[] pairs = query.getBytes(StandardCharsets.UTF_8);
      FormFields fields = new FormFields(pairs, pairs.length);
      parameters.stream()
          .sorted()
          .forEach(
              parameter -> {
                byte[] value = fields.last(parameter);
                if (value != null) {
                  member(json, parameter, value);
                }
              });
    }
    if (!isBlank) {
      json.field(REQUEST.getBytes(StandardCharsets.UTF_8));
      json.raw(request);
    }
    return json.finish();
  }

  private static void member(FieldsWriter json, String name, byte[] value) {
    json.field(name.getBytes(StandardCharsets.UTF_8));
    json.string(value);
  }

  /** In a path a plus is a plus, and neither {@code &} nor {@code =} parts anything. */
  private static byte[] decoded(String part) {
    byte[] pair =
        ("p=" + part.replace("+", "%2B").replace("&", "%26")).getBytes(StandardCharsets.UTF_8);
    byte[] value = new FormFields(pair, pair.length).last("p");
    return value == null ? new byte[0] : value;
  }

  private static byte[] withoutMark(byte[] body) {
    boolean marked =
        body.length >= 3
            && body[0] == (byte) 0xef
            && body[1] == (byte) 0xbb
            && body[2] == (byte) 0xbf;
    return marked ? Arrays.copyOfRange(body, 3, body.length) : body;
  }

  private static boolean isBlank(byte[] body) {
    for (byte b : body) {
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return false;
      }
    }
    return true;
  }
}
