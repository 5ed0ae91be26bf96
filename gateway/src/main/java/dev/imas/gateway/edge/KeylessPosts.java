package dev.imas.gateway.edge;

import dev.imas.core.model.Network;
import dev.imas.gateway.decode.BodyKey;
import dev.imas.gateway.pipeline.SenderRoute;
import dev.imas.gateway.snapshot.SnapshotKeeper;
import dev.imas.gateway.snapshot.SourceEntry;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The posts of one event loop that carry their key in their body. */
public final class KeylessPosts {

  private final HttpPosts posts;
  private final RequestAuth auth;
  private final SnapshotKeeper snapshots;
  private final KeylessRoom room;
  private final WorkerExecutor decoders;

  /**
   * @param room shared by all loops
   * @param decoders where keys are looked for in large bodies
   */
  public KeylessPosts(
      HttpPosts posts,
      RequestAuth auth,
      SnapshotKeeper snapshots,
      KeylessRoom room,
      WorkerExecutor decoders) {
    this.posts = posts;
    this.auth = auth;
    this.snapshots = snapshots;
    this.room = room;
    this.decoders = decoders;
  }

  void receive(HttpServerRequest request, SenderRoute route, BodyKey where) {
    new KeylessPost(this, posts, request, route, where).receive();
  }

  /** Whose share of the room a request takes; null where its peer speaks for many. */
  @Nullable String addressOf(HttpServerRequest request) {
    String caller = posts.config().proxies().callerOf(request);
    // Those of a proxy that does not say who called it are those of many.
    return caller == null || posts.config().proxies().isOne(caller) ? null : Network.of(caller);
  }

  boolean takeRoom(@Nullable String address, long bytes) {
    return room.take(address, bytes);
  }

  void release(@Nullable String address, long bytes) {
    room.release(address, bytes);
  }

  Future<@Nullable String> apart(Callable<@Nullable String> find) {
    return decoders.executeBlocking(find, false);
  }

  /** The source of a key; null where it opens nothing. */
  @Nullable SourceEntry sourceOf(String key) {
    return auth.sourceOf(key);
  }

  /** Goes on with a post whose source is known now. */
  void admit(HttpServerRequest request, SenderRoute route, SourceEntry source, byte[] raw) {
    posts.admit(request, route, source, snapshots.current(), raw);
  }
}
