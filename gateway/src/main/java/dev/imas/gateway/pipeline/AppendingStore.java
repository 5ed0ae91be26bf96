package dev.imas.gateway.pipeline;

import dev.imas.core.model.TenantId;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.log.PostLog;
import dev.imas.gateway.log.PostedRecord;
import dev.imas.gateway.snapshot.SnapshotKeeper;
import io.vertx.core.Future;
import io.vertx.core.Handler;

/**
 * Appends posts to the log in front of the gateways. What it calls stored is on all in-sync
 * replicas of it, and is committed when it is read from there.
 */
final class AppendingStore implements PostStore {

  private final PostLog log;
  private final IngestMeters meters;

  AppendingStore(PostLog log, IngestMeters meters) {
    this.log = log;
    this.meters = meters;
  }

  /**
   * Posts are taken while the database is away, and somebody may have withdrawn a key meanwhile.
   */
  @Override
  public boolean knowsKeys(SnapshotKeeper keys) {
    return keys.age().compareTo(log.config().keysKnownFor()) <= 0;
  }

  @Override
  public long expectedWaitNanos(TenantId tenant, boolean severe) {
    return 0;
  }

  @Override
  public void store(
      PostedBody.Content content,
      Decode.Read read,
      Handler<PostOutcome> stored,
      Handler<Throwable> failed) {
    long begun = System.nanoTime();
    append(content)
        .onSuccess(
            done -> {
              meters.answered(System.nanoTime() - begun);
              stored.handle(
                  new AppendedPost(
                      content.receipt(), read, content.post().isTest(), content.post().since()));
            })
        .onFailure(failed);
  }

  /** Whoever reads the log cannot read this body either, and keeps it. */
  @Override
  public void keep(
      PostedBody.Content content,
      Decoding.Refused why,
      Handler<Void> kept,
      Handler<Throwable> failed) {
    append(content).onSuccess(kept).onFailure(failed);
  }

  private Future<Void> append(PostedBody.Content content) {
    Post post = content.post();
    return NotAppended.unless(
        log,
        new PostedRecord(
            post.source().tenant().value(),
            post.source().profile().id(),
            content.receipt(),
            content.receivedAtMicros(),
            post.route().path(),
            post.keptType()),
        content.bytes());
  }
}
