package dev.imas.core.feature;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.http.Api;
import dev.imas.core.scheduler.Scheduler;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.work.RememberedTenants;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;

/**
 * One feature of core: a package with its tables, and a line in the list of features. Its
 * constructor takes a {@link CoreContext}, and what it needs of features before it. Each method
 * here is a place where core asks what the feature adds; by default it adds nothing.
 *
 * <p>Core calls {@link #mount} and {@link #open} once for each event loop, and everything else
 * once.
 */
public interface Feature {

  /**
   * The tags of its operations. Each is described by a file in the feature's package: {@code event
   * webhooks} by {@code event-webhooks.openapi.json}.
   */
  default List<String> apiTags() {
    return List.of();
  }

  /** Mounts its operations of the API, each with its permission. */
  default void mount(Api api) {}

  /** Mounts routes that need no credential of the API, such as links in messages. */
  default void open(OpenRoutes routes) {}

  /** Its part of the configuration as documents. */
  default List<DocumentsOfKind> documents() {
    return List.of();
  }

  /** The kinds of timers that it sets one by one. */
  default List<TimerKind> timers() {
    return List.of();
  }

  /** What it does again and again, for all tenants. */
  default List<Scheduler.Recurring> recurring() {
    return List.of();
  }

  /** What it knows of the tenants that use it, so that it costs all others no question. */
  default List<RememberedTenants> remembered() {
    return List.of();
  }

  /** What runs for as long as core does. It starts in this order, before the first request. */
  default List<Worker> workers() {
    return List.of();
  }

  /** Ends what is no worker. Nothing uses the feature any more. */
  default Future<Void> close() {
    return Future.succeededFuture();
  }

  /** A verticle with the threads that it wants. */
  record Worker(VerticleBase verticle, DeploymentOptions options) {

    /** On an event loop, or on threads of its own if the verticle brings them. */
    public Worker(VerticleBase verticle) {
      this(verticle, new DeploymentOptions());
    }
  }
}
