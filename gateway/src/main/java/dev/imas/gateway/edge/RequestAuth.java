package dev.imas.gateway.edge;

import dev.imas.gateway.snapshot.Snapshot;
import dev.imas.gateway.snapshot.SnapshotKeeper;
import dev.imas.gateway.snapshot.SourceEntry;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the source whose key a request carries. Bound to one event loop. */
public final class RequestAuth {

  private final SnapshotKeeper snapshots;
  private final InstantSource clock;
  private final SourceAuth auth = new SourceAuth();

  public RequestAuth(SnapshotKeeper snapshots, InstantSource clock) {
    this.snapshots = snapshots;
    this.clock = clock;
  }

  /**
   * The source of a request, null when its key opens nothing.
   *
   * @param keyInPath the part of its path that may be a key
   */
  public @Nullable SourceEntry sourceOf(HttpServerRequest request, @Nullable String keyInPath) {
    return sourceOf(request, keyInPath, snapshots.current());
  }

  @Nullable SourceEntry sourceOf(
      HttpServerRequest request, @Nullable String keyInPath, Snapshot snapshot) {
    String key = SourceKeys.find(request.headers(), request.query(), keyInPath);
    Instant now = clock.instant();
    SourceEntry source = key == null ? null : auth.sourceOf(key, snapshot, now);
    return source == null && !snapshot.keyHeaders().isEmpty()
        ? byOwnHeader(request.headers(), snapshot, now)
        : source;
  }

  /** The source of a key that was found in a body; null when it opens nothing. */
  @Nullable SourceEntry sourceOf(String key) {
    return auth.sourceOf(key, snapshots.current(), clock.instant());
  }

  /** A key in a source's own header opens only the source that names this header. */
  private @Nullable SourceEntry byOwnHeader(MultiMap headers, Snapshot snapshot, Instant now) {
    for (Map.Entry<String, String> header : headers) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (snapshot.keyHeaders().contains(name)) {
        SourceEntry source = auth.sourceOf(header.getValue(), snapshot, now);
        if (source != null && name.equals(source.access().keyHeader())) {
          return source;
        }
      }
    }
    return null;
  }
}
