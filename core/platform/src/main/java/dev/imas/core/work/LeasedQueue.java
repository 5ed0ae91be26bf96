package dev.imas.core.work;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A queue of rows that are leased while somebody works on them. It claims what is due and works on
 * several at once, as many as there is room for, and each that ends makes room for another. What a
 * process leaves behind is claimed again when its lease runs out. It runs on the context that it is
 * started on. On virtual threads, its work may await.
 *
 * @param <T> what is claimed
 */
public final class LeasedQueue<T> {

  /**
   * What is claimed, and what is done with it.
   *
   * @param <T> what is claimed
   */
  public interface Work<T> {

    /**
     * Claims at most so many, for as long as the work on one can take.
     *
     * @param room 1 or more
     */
    Future<List<T>> claim(int room);

    /** Works on one. Whoever implements it logs the failure: here it only makes room. */
    Future<Void> run(T claimed);

    /**
     * Gives one back that came while the work was being stopped. Unless it does, or works on it
     * nevertheless, it is claimed again when its lease runs out.
     */
    default Future<Void> release(T claimed) {
      return Future.succeededFuture();
    }
  }

  private final InFlight inFlight;
  private final Work<T> work;
  private final WorkLoop loop;
  private @Nullable Context context;
  private volatile boolean stopping;

  /**
   * @param poll how it learns of what is due
   * @param atOnce how many are worked on at once, 1 or more
   * @param observer learns how the claims end
   */
  public LeasedQueue(Poll poll, int atOnce, PassObserver observer, Work<T> work) {
    this.inFlight = new InFlight(atOnce);
    this.work = work;
    this.loop = new WorkLoop(poll, observer, this::claim);
  }

  /** Call it once. */
  public void start(Context on) {
    context = on;
    loop.start(on);
  }

  /** Says that something may be due. */
  public void wake() {
    loop.wake();
  }

  /**
   * Claims no more and completes with the last that is under way, or after the given time. What is
   * left then is claimed again when its claim runs out.
   */
  public Future<Void> stop(Duration longest) {
    stopping = true;
    return loop.stop(longest)
        .compose(stopped -> inFlight.drain())
        .timeout(Math.max(1, longest.toMillis()), TimeUnit.MILLISECONDS)
        .otherwiseEmpty();
  }

  private Future<Next> claim() {
    int room = inFlight.room();
    return room == 0
        ? Future.succeededFuture(Next.IDLE) // The next one that ends calls this again.
        : work.claim(room).map(this::claimed);
  }

  private Next claimed(List<T> due) {
    due.forEach(this::begin);
    return due.isEmpty() ? Next.IDLE : Next.MORE;
  }

  private void begin(T one) {
    inFlight.begin();
    // In an event of its own, so that work that awaits does so beside the others.
    onContext(
        () ->
            Future.succeededFuture(one)
                .compose(claimed -> stopping ? work.release(claimed) : work.run(claimed))
                .onComplete(done -> onContext(this::ended)));
  }

  private void ended() {
    inFlight.end();
    loop.wake();
  }

  private void onContext(Runnable event) {
    Context on = context;
    if (on != null) {
      on.runOnContext(now -> event.run());
    }
  }
}
