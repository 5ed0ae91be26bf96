package dev.imas.core.scheduler;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import dev.imas.core.work.Backoff;
import io.vertx.core.Future;
import java.util.List;

/**
 * What timers of one kind do, and how. Rows name it; a kind that this process does not know is
 * another version's, and left alone.
 *
 * @param name of small letters, digits and hyphens
 * @param retry how long a timer waits after its work failed; it is never given up
 */
public record TimerKind(String name, Lane lane, Work work, Backoff retry) {

  /** What must not wait for each other. Each has loops and a bound of its own. */
  public enum Lane {
    /** Whom people wait for: with connections of its own, database work alone. */
    URGENT,
    HOUSEKEEPING
  }

  /** How the work is done. */
  public sealed interface Work {

    /** In the transaction in which the timers end: both happen, or neither. */
    record InTransaction(Handler handler, int most) implements Work {}

    /** In transactions of its own, under a lease; done again when a process dies. */
    record Leased(Sweep sweep) implements Work {}
  }

  /**
   * Work of the timers' own transaction. Of up to as many timers of a tenant as the kind allows.
   * When it fails, each is done alone; one that fails alone is tried again later.
   */
  public interface Handler {

    /**
     * Locks what these timers are about, in the order in which everybody locks it. Whoever cancels
     * a timer has locked it, too; so none of these can be cancelled between here and {@link #fire}.
     */
    default Future<Void> lock(Tx tx, TenantId tenant, List<DueTimer> claimed) {
      return Future.succeededFuture();
    }

    /**
     * @param due those of the claimed that nobody has cancelled or moved; they have ended
     */
    Future<Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due);
  }

  /**
   * What came of it.
   *
   * @param outcome in a few words; kept for timers that recur
   * @param committed done once the transaction has committed, best effort
   */
  public record Fired(String outcome, Runnable committed) {

    public Fired(String outcome) {
      this(outcome, () -> {});
    }
  }

  /** Work that can be done twice. */
  @FunctionalInterface
  public interface Sweep {

    /**
     * @return in a few words what was done; a failure is tried again soon
     */
    Future<String> run(TenantId tenant);
  }

  public TimerKind {
    if (lane == Lane.URGENT && work instanceof Work.Leased) {
      throw new IllegalArgumentException(name + " is urgent, and must be done in one transaction");
    }
  }

  /** Done by database work in the transaction in which its timers end, a hundred at a time. */
  public static TimerKind of(String name, Lane lane, Handler handler) {
    return new TimerKind(name, lane, new Work.InTransaction(handler, 100), Backoff.OF_A_ROW);
  }

  /** Housekeeping that takes transactions of its own. */
  public static TimerKind sweep(String name, Sweep sweep) {
    return new TimerKind(name, Lane.HOUSEKEEPING, new Work.Leased(sweep), Backoff.OF_A_ROW);
  }
}
