package dev.imas.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.imas.core.http.Api;
import dev.imas.core.platform.HttpRoutes;
import dev.imas.core.platform.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The API's own description, free for all to read. */
final class CoreApi {

  static final String DOCUMENT = "/openapi.json";

  private static final String SOURCE_TYPES = "/components/schemas/SourceType/enum";

  private CoreApi() {}

  /**
   * @param sourceTypes that a source may have
   */
  static void mountDocument(Router router, List<String> sourceTypes) {
    Buffer document = Buffer.buffer(document(sourceTypes));
    HttpRoutes.get(
        router,
        Api.BASE + DOCUMENT,
        ctx -> ctx.response().putHeader("content-type", "application/json").end(document));
  }

  /** As it is served: complete with what only a running installation knows. */
  static byte[] document(List<String> sourceTypes) {
    try {
      JsonNode root = Json.MAPPER.readTree(read());
      ArrayNode types = (ArrayNode) root.at(SOURCE_TYPES);
      types.removeAll();
      sourceTypes.forEach(types::add);
      return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] read() {
    try (InputStream in = CoreApi.class.getResourceAsStream("/openapi.json")) {
      if (in == null) {
        throw new IllegalStateException("openapi.json is not in this build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
