package dev.imas.core;

import dev.imas.core.http.Api;
import dev.imas.core.platform.HttpRoutes;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The API's own description, free for all to read. */
final class CoreApi {

  static final String DOCUMENT = "/openapi.json";

  private CoreApi() {}

  static void mountDocument(Router router) {
    Buffer document = Buffer.buffer(read());
    HttpRoutes.get(
        router,
        Api.BASE + DOCUMENT,
        ctx -> ctx.response().putHeader("content-type", "application/json").end(document));
  }

  static byte[] read() {
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
