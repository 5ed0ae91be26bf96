package dev.imas.gateway.request;

import dev.imas.core.bus.BodyPosted;
import dev.imas.core.model.TenantId;
import dev.imas.gateway.pipeline.BareBodies;
import dev.imas.gateway.pipeline.BareBodies.BareBody;
import dev.imas.gateway.pipeline.BareBodies.Outcome;
import dev.imas.gateway.pipeline.SenderRoute;
import dev.imas.gateway.pipeline.SenderRoutes;
import dev.imas.gateway.snapshot.SnapshotKeeper;
import dev.imas.gateway.snapshot.SourceEntry;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.Message;

/**
 * Takes bodies that core posts in the name of a source, when an administrator asks for it. They are
 * admitted, read, committed and counted like those of its sender. Replies after the commit with the
 * number of dead letters as text, else with a failure: 409 for a source that cannot post, 503 for
 * what is to be tried again.
 */
public final class PostedBodies {

  private final SenderRoutes routes;
  private final SnapshotKeeper snapshots;
  private final WorkerExecutor decoders;
  private final BareBodies bodies;

  /**
   * @param decoders where bodies are read
   */
  public PostedBodies(
      SenderRoutes routes, SnapshotKeeper snapshots, WorkerExecutor decoders, BareBodies bodies) {
    this.routes = routes;
    this.snapshots = snapshots;
    this.decoders = decoders;
    this.bodies = bodies;
  }

  public void handle(Message<BodyPosted> message) {
    BodyPosted posted = message.body();
    SourceEntry source = snapshots.current().source(new TenantId(posted.tenant()), posted.source());
    if (source == null || !source.active()) {
      message.fail(
          409,
          "the source is inactive or has no live key, so nothing can be posted for it; add a key"
              + " first");
      return;
    }
    SenderRoute usual = routes.usualOf(source.profile().type());
    if (usual == null) {
      message.fail(
          409,
          "a source of type "
              + source.profile().type()
              + " posts anywhere; choose a source of another type");
      return;
    }
    BareBody body = new BareBody(posted.body().getBytes(), "", null);
    decoders
        .executeBlocking(() -> bodies.take(source, usual.of(source), body), false)
        .compose(taken -> taken)
        .onSuccess(outcome -> reply(message, outcome))
        .onFailure(cause -> message.fail(503, "it could not be stored: " + cause.getMessage()));
  }

  private static void reply(Message<?> message, Outcome outcome) {
    switch (outcome) {
      case Outcome.Committed committed -> message.reply(String.valueOf(committed.deadLetters()));
      case Outcome.Later later -> message.fail(503, "it was not stored: " + later.why());
    }
  }
}
