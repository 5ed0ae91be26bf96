package dev.imas.gateway.pipeline;

import dev.imas.core.model.TenantId;
import dev.imas.gateway.commit.Committer;
import dev.imas.gateway.commit.Submission;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.recent.RecentBodies;
import dev.imas.gateway.snapshot.SnapshotKeeper;
import dev.imas.gateway.snapshot.SourceEntry;
import io.vertx.core.Handler;

/** Commits posts. What it calls stored is in the database. */
final class CommittingStore implements PostStore {

  private final Committer committer;
  private final IngestMeters meters;
  private final RecentBodies recent;

  CommittingStore(Committer committer, IngestMeters meters, RecentBodies recent) {
    this.committer = committer;
    this.meters = meters;
    this.recent = recent;
  }

  /** What cannot be read of the keys cannot be committed either. */
  @Override
  public boolean knowsKeys(SnapshotKeeper keys) {
    return true;
  }

  @Override
  public long expectedWaitNanos(TenantId tenant, boolean severe) {
    return committer.expectedWaitNanos(tenant.value(), severe);
  }

  @Override
  public void store(
      PostedBody.Content content,
      Decode.Read read,
      Handler<PostOutcome> stored,
      Handler<Throwable> failed) {
    long begun = System.nanoTime();
    SourceEntry source = content.post().source();
    Submission submission = content.submission(read);
    submission
        .committed()
        .onSuccess(
            done -> {
              meters.answered(source, submission, System.nanoTime() - begun);
              recent.take(source, submission);
              stored.handle(
                  new CommittedPost(
                      submission, read, content.post().isTest(), null, content.post().since()));
            })
        .onFailure(failed);
    committer.submit(submission);
  }

  @Override
  public void keep(
      PostedBody.Content content,
      Decoding.Refused why,
      Handler<Void> kept,
      Handler<Throwable> failed) {
    Submission submission =
        content.submission(Decode.Read.of(content.letter(why.pointer(), why.detail())));
    submission
        .committed()
        .onSuccess(
            done -> {
              recent.take(content.post().source(), submission);
              kept.handle(done);
            })
        .onFailure(failed);
    committer.submit(submission);
  }
}
