package dev.imas.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.imas.core.http.Api;
import dev.imas.core.platform.HttpRoutes;
import dev.imas.core.platform.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;

/** Serves the API's description, which anybody may read. */
final class CoreApi {

  private final Buffer document;

  CoreApi(Installed installed) {
    try {
      this.document =
          Buffer.buffer(
              Json.MAPPER
                  .writerWithDefaultPrettyPrinter()
                  .writeValueAsBytes(ApiDescription.of(installed)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the description of the API cannot be written", e);
    }
  }

  void mount(Router router) {
    HttpRoutes.get(
        router,
        Api.BASE + "/openapi.json",
        ctx -> ctx.response().putHeader("content-type", "application/json").end(document));
  }
}
