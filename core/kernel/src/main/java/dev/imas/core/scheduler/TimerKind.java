package dev.imas.core.scheduler;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import dev.imas.core.work.Backoff;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What timers of one kind do, and how. Rows have its name. An unknown kind belongs to another
 * version and is left alone.
 *
 * @param name the name, in lower-case letters, digits and hyphens
 * @param retry how long a timer waits after its work failed; it is never given up
 */
public record TimerKind(String name, Lane lane, Work work, Backoff retry) {

  /** Timers that must not wait for each other. Each lane has loops and a limit of its own. */
  public enum Lane {
    /**
     * For timers that people wait for. It has connections of its own, and does only database work.
     */
    URGENT,
    HOUSEKEEPING
  }

  /** How the work is done. */
  public sealed interface Work {

    /** In the transaction that ends the timers, so that both happen or neither. */
    record InTransaction(Handler handler, int most) implements Work {}

    /**
     * In transactions of its own, under a lease; it is repeated if a process dies.
     *
     * @param waits whether anything waits for it, as an SQL condition in which {@value #CLOCK} is
     *     the process's time. Where nothing does, there is no run, but for one a minute. Null if it
     *     always runs
     */
    record Leased(Sweep sweep, @Nullable String waits) implements Work {

      /** The parameter of a condition that is the process's time. */
      public static final String CLOCK = "$5";
    }
  }

  /**
   * Work in the timers' own transaction, for as many timers of a tenant as the kind allows. If it
   * fails, each timer is run alone. One that fails alone is retried later.
   */
  public interface Handler {

    /**
     * Locks the subjects of these timers, in the order that everybody uses. Whoever cancels a timer
     * locks its subject too, so none of these can be cancelled between here and {@link #fire}.
     */
    default Future<Void> lock(Tx tx, TenantId tenant, List<DueTimer> claimed) {
      return Future.succeededFuture();
    }

    /**
     * @param due the claimed timers that nobody has cancelled or moved; they have ended
     */
    Future<Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due);
  }

  /**
   * The result.
   *
   * @param outcome the result in a few words, kept for recurring timers
   * @param committed runs after the commit, as a best effort
   */
  public record Fired(String outcome, Runnable committed) {

    public Fired(String outcome) {
      this(outcome, () -> {});
    }
  }

  /** Work that can be repeated. */
  @FunctionalInterface
  public interface Sweep {

    /**
     * @return what was done, in a few words; a failure is retried soon
     */
    Future<String> run(TenantId tenant);
  }

  public TimerKind {
    if (lane == Lane.URGENT && work instanceof Work.Leased) {
      throw new IllegalArgumentException(
          "the timer kind " + name + " is urgent, so its work must be in one transaction");
    }
  }

  /** A kind whose work is done in the transaction that ends its timers, a hundred at a time. */
  public static TimerKind of(String name, Lane lane, Handler handler) {
    return new TimerKind(name, lane, new Work.InTransaction(handler, 100), Backoff.OF_A_ROW);
  }

  /** Housekeeping that uses transactions of its own. */
  public static TimerKind sweep(String name, Sweep sweep) {
    return leased(name, null, sweep);
  }

  /**
   * The same, which costs next to nothing while nothing waits for it.
   *
   * @param waits as in {@link Work.Leased}
   */
  public static TimerKind sweepOf(String name, String waits, Sweep sweep) {
    return leased(name, waits, sweep);
  }

  private static TimerKind leased(String name, @Nullable String waits, Sweep sweep) {
    return new TimerKind(name, Lane.HOUSEKEEPING, new Work.Leased(sweep, waits), Backoff.OF_A_ROW);
  }
}
