package dev.imas.gateway.pipeline;

import dev.imas.core.model.TestPosts;
import dev.imas.core.option.TestMode;
import dev.imas.gateway.snapshot.Snapshot;
import dev.imas.gateway.snapshot.SourceEntry;
import org.jspecify.annotations.Nullable;

/**
 * What a door has taken in the name of a source, before anything of its body is read.
 *
 * @param route by which it is read
 * @param routes the rules of its tenant when it came
 * @param sent how its body travelled
 * @param since when it began to arrive, by {@link System#nanoTime}
 */
public record Post(
    SourceEntry source, SenderRoute route, Snapshot.TenantRoutes routes, Sent sent, long since) {

  /** A post that came just now. */
  public static Post now(
      SourceEntry source, SenderRoute route, Snapshot.TenantRoutes routes, Sent sent) {
    return new Post(source, route, routes, sent, System.nanoTime());
  }

  /** Whether it is a test, of which nobody is told. */
  public boolean isTest() {
    return source.profile().options().test() == TestMode.ALWAYS || sent.isTest();
  }

  /** The id that its sender gave it, also when it posts it again; null for none. */
  public @Nullable String deliveryId() {
    if (!route.deliveryIds().isEmpty() && sent instanceof Sent.Request request) {
      for (String header : route.deliveryIds()) {
        String id = request.headers().get(header);
        if (id != null) {
          return id;
        }
      }
    }
    return null;
  }

  /** The type that is kept with its body, for whoever reads it again. It says that it is a test. */
  public @Nullable String keptType() {
    return isTest() ? TestPosts.marked(sent.contentType()) : sent.contentType();
  }
}
