package dev.imas.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.HttpRoutes;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Once;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Serves the API's description, which anybody may read. */
final class CoreApi {

  private final Installed installed;
  private final Supplier<List<Feature>> features;
  private @Nullable Once<Buffer> document;

  /**
   * @param features asked when the description is written
   */
  CoreApi(Installed installed, Supplier<List<Feature>> features) {
    this.installed = installed;
    this.features = features;
  }

  /**
   * @param routes that the description is of: the same on every router
   * @param computations writes it, for the first who asks
   */
  void mount(Router router, List<Api.Mounted> routes, Computations computations) {
    Once<Buffer> body = describing(List.copyOf(routes));
    HttpRoutes.get(
        router,
        Api.BASE + "/openapi.json",
        ctx ->
            (body.isMade()
                    ? Future.succeededFuture(body.get())
                    : computations.run(TenantId.PLATFORM, body::get))
                .onSuccess(
                    written ->
                        ctx.response().putHeader("content-type", "application/json").end(written))
                .onFailure(ctx::fail));
  }

  /** The schemas of the description, by their names. */
  ObjectNode schemas() {
    return ApiDescription.schemas(installed, features.get());
  }

  /** Each event loop has a router, and all serve one document. */
  private synchronized Once<Buffer> describing(List<Api.Mounted> routes) {
    Once<Buffer> shared = document;
    if (shared == null) {
      shared = new Once<>(() -> written(routes));
      document = shared;
    }
    return shared;
  }

  private Buffer written(List<Api.Mounted> routes) {
    try {
      return Buffer.buffer(
          Json.MAPPER.writeValueAsBytes(ApiDescription.of(installed, features.get(), routes)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the description of the API cannot be written", e);
    }
  }
}
