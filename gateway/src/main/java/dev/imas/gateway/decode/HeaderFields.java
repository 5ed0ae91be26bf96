package dev.imas.gateway.decode;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * How a post whose headers say what it is becomes one JSON object: each header by its name after
 * the prefix, and the body as a member. So what is kept of it can be read again without its
 * headers. Such are events of CloudEvents in binary mode (CloudEvents 1.0, HTTP protocol binding,
 * 3.1), whose values are percent-encoded. Pure.
 *
 * @param prefix of the headers, in lower case
 * @param body the member that holds the body; left out for an empty one
 */
public record HeaderFields(String prefix, String body) {

  private static final int MOST = 64;

  /** Whether a post with these headers is one. */
  public boolean areIn(Iterable<Map.Entry<String, String>> headers) {
    for (Map.Entry<String, String> header : headers) {
      if (isOne(header.getKey())) {
        return true;
      }
    }
    return false;
  }

  private boolean isOne(String name) {
    return name.length() > prefix.length()
        && name.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  /**
   * The object. A body that is one value of JSON is written as it is, so that it cannot change the
   * object; any other is a text.
   *
   * @param headers of the post; of the first 64 that are meant, the last of equal names counts
   */
  public byte[] around(Iterable<Map.Entry<String, String>> headers, byte[] content) {
    FieldsWriter json = new FieldsWriter();
    int left = MOST;
    for (Map.Entry<String, String> header : headers) {
      if (left > 0 && isOne(header.getKey())) {
        String name = header.getKey().substring(prefix.length()).toLowerCase(Locale.ROOT);
        if (!name.equals(body)) {
          json.field(name.getBytes(StandardCharsets.UTF_8));
          json.string(decoded(header.getValue()));
          left--;
        }
      }
    }
    if (content.length > 0) {
      json.field(body.getBytes(StandardCharsets.UTF_8));
      json.value(content);
    }
    return json.finish();
  }

  /** In a header a plus is a plus, and neither {@code &} nor {@code =} parts anything. */
  private static byte[] decoded(String value) {
    byte[] pair =
        ("v=" + value.replace("+", "%2B").replace("&", "%26")).getBytes(StandardCharsets.UTF_8);
    byte[] read = new FormFields(pair, pair.length).last("v");
    return read == null ? new byte[0] : read;
  }
}
