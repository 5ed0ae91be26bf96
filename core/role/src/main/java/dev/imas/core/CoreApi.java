package dev.imas.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.http.Api;
import dev.imas.core.platform.HttpRoutes;
import dev.imas.core.platform.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Serves the API's description, which anybody may read. */
final class CoreApi {

  private final Installed installed;
  private @Nullable Buffer document;

  CoreApi(Installed installed) {
    this.installed = installed;
  }

  /**
   * @param routes that the description is of: the same on every router
   */
  void mount(Router router, List<Api.Mounted> routes) {
    Buffer body = describing(routes);
    HttpRoutes.get(
        router,
        Api.BASE + "/openapi.json",
        ctx -> ctx.response().putHeader("content-type", "application/json").end(body));
  }

  /** The schemas of the description, by their names. */
  ObjectNode schemas() {
    return ApiDescription.schemas(installed);
  }

  /** Each event loop has a router. The first one writes the document for all. */
  private synchronized Buffer describing(List<Api.Mounted> routes) {
    Buffer written = document;
    if (written == null) {
      try {
        written =
            Buffer.buffer(
                Json.MAPPER
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsBytes(ApiDescription.of(installed, routes)));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("the description of the API cannot be written", e);
      }
      document = written;
    }
    return written;
  }
}
