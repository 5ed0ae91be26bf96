package dev.imas.core.platform;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which servers of PostgreSQL this process may write to: those that take writes, of one cluster,
 * and on no older timeline than any that was ever seen. After a failover two servers may take
 * writes for a while. What is written to the older one is lost, so a process that has seen the
 * newer one lets go of it. Thread-safe.
 *
 * <p>With asynchronous replication, two processes may still sit on two servers until one of them
 * sees the other's. Only a synchronous standby or the fencing of the cluster's manager ends that.
 */
public final class ServerFence {

  /**
   * What a process has seen.
   *
   * @param system the cluster's identifier
   * @param timeline the highest one
   */
  public record Seen(long system, int timeline) {}

  private final boolean mustReplicate;
  private final Consumer<Seen> onHigher;
  private @Nullable Seen highest;

  /** Whether it was seen since the start: only then is another cluster a mistake. */
  private boolean isSeenNow;

  /**
   * @param mustReplicate whether a server is refused whose commits wait for no other server
   * @param known of an earlier start; null if none is known
   * @param onHigher is told of a higher timeline, or another cluster, that is admitted or heard of
   */
  ServerFence(boolean mustReplicate, @Nullable Seen known, Consumer<Seen> onHigher) {
    this.mustReplicate = mustReplicate;
    this.highest = known;
    this.onHigher = onHigher;
  }

  /** Why this server may not be written to; empty if it may. A higher timeline is kept. */
  Optional<String> admit(ServerIdentity server) {
    if (server.isStandby()) {
      return Optional.of("the server is a standby, which takes no writes");
    }
    if (server.isReadOnly()) {
      return Optional.of("the server is set to take no writes (default_transaction_read_only)");
    }
    Seen seen = new Seen(server.system(), server.timeline());
    Seen raised = null;
    synchronized (this) {
      Seen known =
          highest == null || isSeenNow || highest.system() == seen.system() ? highest : null;
      if (known != null && known.system() != seen.system()) {
        return Optional.of(
            "the server belongs to another cluster, with the system identifier "
                + Long.toUnsignedString(seen.system())
                + " instead of "
                + Long.toUnsignedString(known.system())
                + "; if it is meant, restart IMAS");
      }
      if (known != null && seen.timeline() < known.timeline()) {
        return Optional.of(
            "the server is an old primary: it is on timeline "
                + seen.timeline()
                + ", and timeline "
                + known.timeline()
                + " has begun since");
      }
      if (mustReplicate && !server.namesStandby()) {
        return Optional.of(
            "the server names no synchronous standby (synchronous_standby_names is empty), and"
                + " database.replication is required");
      }
      isSeenNow = true;
      if (known == null || seen.timeline() > known.timeline()) {
        highest = seen;
        raised = seen;
      }
    }
    if (raised != null) {
      onHigher.accept(raised);
    }
    return Optional.empty();
  }

  /** Another process has seen this. */
  void hear(Seen seen) {
    synchronized (this) {
      Seen known = highest;
      if (known != null
          && (known.system() != seen.system() || known.timeline() >= seen.timeline())) {
        return;
      }
      highest = seen;
    }
    onHigher.accept(seen);
  }

  synchronized Optional<Seen> highest() {
    return Optional.ofNullable(highest);
  }
}
