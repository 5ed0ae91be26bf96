package dev.imas.gateway.pipeline;

import dev.imas.core.model.Disposition;
import dev.imas.gateway.decode.BrokenElement;
import dev.imas.gateway.sender.Committed;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A post that is in the log, for the answer in its sender's dialect. What becomes of its alerts is
 * decided when it is read from there.
 *
 * @param isTest whether it is a test
 * @param since when it began to arrive, by {@link System#nanoTime}
 */
public record AppendedPost(UUID receipt, Decode.Read read, boolean isTest, long since)
    implements Committed, PostOutcome {

  @Override
  public @Nullable String key() {
    return read.key();
  }

  @Override
  public long tookNanos() {
    return System.nanoTime() - since;
  }

  @Override
  public boolean isLogged() {
    return true;
  }

  @Override
  public int alerts() {
    int alerts = read.events().size();
    for (var row : read.sideEvents()) {
      alerts += row.count();
    }
    return alerts;
  }

  @Override
  public int count(Disposition disposition) {
    return 0;
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

  @Override
  public @Nullable String results() {
    return null;
  }
}
