package dev.imas.core.http;

import dev.imas.core.http.Authenticator.Standing;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that is answered for as long as the client listens. Bound to the event loop of its
 * connection.
 */
public final class LiveCall {

  private final RoutingContext context;
  private final Standing standing;

  LiveCall(RoutingContext context, Standing standing) {
    this.context = context;
    this.standing = standing;
  }

  /** Who listens, and what they are later. */
  public Standing standing() {
    return standing;
  }

  /** The query's parameters. Any other than {@code known} is refused. */
  public Query query(String... known) {
    return Query.of(context.queryParams(), List.of(known));
  }

  public @Nullable String header(String name) {
    return context.request().getHeader(name);
  }

  /** For whoever writes the answer. */
  public RoutingContext context() {
    return context;
  }
}
