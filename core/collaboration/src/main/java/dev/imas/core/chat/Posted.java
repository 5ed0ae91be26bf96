package dev.imas.core.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.http.SmallBody;
import dev.imas.core.platform.Json;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request of a vendor, with the bytes that its signature covers.
 *
 * @param part the last part of the path, such as {@code commands}; empty if there is none
 * @param urls the address as the vendor may know it; behind a proxy core sees another
 */
record Posted(String part, MultiMap headers, Buffer body, List<String> urls) {

  @Nullable String header(String name) {
    return headers.get(name);
  }

  String text() {
    return body.toString(StandardCharsets.UTF_8);
  }

  /** The parameters of the address. */
  Map<String, String> query() {
    String url = urls.isEmpty() ? "" : urls.getFirst();
    int mark = url.indexOf('?');
    return mark < 0 ? Map.of() : SmallBody.form(Buffer.buffer(url.substring(mark + 1)));
  }

  /** A text as JSON; a missing node if it is none. */
  static JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return Json.MAPPER.missingNode();
    }
  }
}
