package dev.imas.gateway.pipeline;

import dev.imas.core.model.Disposition;
import dev.imas.gateway.commit.Submission;
import dev.imas.gateway.decode.BrokenElement;
import dev.imas.gateway.sender.Committed;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a post, for the answer in its sender's dialect.
 *
 * @param isTest whether it is a test
 * @param since when it began to arrive, by {@link System#nanoTime}
 */
public record CommittedPost(
    Submission submission, Decode.Read read, boolean isTest, @Nullable String results, long since)
    implements Committed, PostOutcome {

  /**
   * The same with what became of each alert.
   *
   * @param described a JSON array
   */
  public CommittedPost with(String described) {
    return new CommittedPost(submission, read, isTest, described, since);
  }

  @Override
  public UUID receipt() {
    return submission.receipt();
  }

  @Override
  public @Nullable String key() {
    return read.key();
  }

  @Override
  public long tookNanos() {
    return System.nanoTime() - since;
  }

  @Override
  public int alerts() {
    return submission.events().size() + submission.sideEventCount();
  }

  @Override
  public int count(Disposition disposition) {
    return submission.count(disposition);
  }

  @Override
  public List<BrokenElement> broken() {
    return read.broken();
  }

  @Override
  public int notKept() {
    return read.notKept();
  }

  @Override
  public int weak() {
    return read.weak();
  }
}
