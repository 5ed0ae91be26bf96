package dev.imas.core.work;

import dev.imas.core.platform.Transactions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database in one statement for which of a role's loops work waits, and wakes those. So a
 * loop that has nothing to do costs next to nothing, however many there are. Each loop also looks
 * by itself, but rarely: a condition says what is usual, and may miss what is not. Where the
 * statement fails, it wakes all loops: each then fails or works by itself, and says so.
 */
public final class SharedPoll extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(SharedPoll.class);
  private static final String UNREAD = "What waits cannot be read; each worker looks by itself";
  private static final Duration LONGEST_OWN = Duration.ofSeconds(10);
  private static final int OWN_LOOKS_WITHIN = 3;

  private final Transactions transactions;
  private final InstantSource clock;
  private final Duration every;
  private final Duration own;
  private final WorkLoop loop;
  private final Map<String, List<Runnable>> loops = new TreeMap<>();
  private PollRepository waiting = new PollRepository(List.of());

  /**
   * @param transactions with a connection that is mostly free
   * @param every how often it asks
   * @param within how long a loop may be silent before its role is not ready: each looks by itself
   *     three times within it
   */
  public SharedPoll(
      Transactions transactions, InstantSource clock, Duration every, Duration within) {
    this.transactions = transactions;
    this.clock = clock;
    this.every = every;
    Duration third = within.dividedBy(OWN_LOOKS_WITHIN);
    Duration seldom = third.compareTo(LONGEST_OWN) < 0 ? third : LONGEST_OWN;
    this.own = seldom.compareTo(every) < 0 ? every : seldom;
    this.loop = new WorkLoop(every, PassObserver.quiet(log, UNREAD), this::look);
  }

  /**
   * A poll of a loop for which work waits when this holds.
   *
   * @param condition in SQL, cheap where nothing waits; {@code $1} is the process's time
   */
  public Poll of(String condition) {
    return new Poll() {
      @Override
      public Duration every() {
        return own;
      }

      @Override
      public Duration rest() {
        return every;
      }

      @Override
      public void follow(Runnable wake) {
        add(condition, wake);
      }
    };
  }

  private synchronized void add(String condition, Runnable wake) {
    loops.computeIfAbsent(condition, first -> new CopyOnWriteArrayList<>()).add(wake);
    waiting = new PollRepository(List.copyOf(loops.keySet()));
  }

  private synchronized PollRepository waiting() {
    return waiting;
  }

  private synchronized List<Runnable> loops(String condition) {
    return loops.getOrDefault(condition, List.of());
  }

  private Future<Next> look() {
    PollRepository asked = waiting();
    if (asked.conditions().isEmpty()) {
      return Future.succeededFuture(Next.IDLE);
    }
    return transactions
        .autocommit(tx -> asked.look(tx, clock.instant()))
        .map(
            seen -> {
              Iterator<Boolean> waits = seen.iterator();
              for (String condition : asked.conditions()) {
                if (waits.next()) {
                  wake(condition);
                }
              }
              return Next.IDLE;
            })
        .onFailure(unseen -> asked.conditions().forEach(this::wake));
  }

  private void wake(String condition) {
    loops(condition).forEach(Runnable::run);
  }

  @Override
  public Future<?> start() {
    loop.start(context);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return loop.stop(Duration.ZERO);
  }
}
