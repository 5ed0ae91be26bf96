package dev.imas.gateway.recent;

import dev.imas.core.platform.Outage;
import dev.imas.core.work.Next;
import dev.imas.core.work.PassObserver;
import dev.imas.core.work.WorkLoop;
import dev.imas.gateway.commit.Submission;
import dev.imas.gateway.snapshot.SourceEntry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers some of what sources have just posted, and stores it every two seconds. It is a sample:
 * of a source that posts often, only the first few bodies of each pass are taken, and what exceeds
 * the bounds of a pass, or cannot be stored, is passed over. Nothing waits for it. Of any thread.
 */
public final class RecentBodies {

  private static final Logger log = LoggerFactory.getLogger(RecentBodies.class);
  private static final Duration EVERY = Duration.ofSeconds(2);

  private static final int MOST_OF_SOURCE = 5;
  private static final int MOST_BODIES = 500;
  private static final long MOST_BYTES = 4L << 20;

  /** What is waiting for the next pass. */
  private static final class Waiting {
    final ConcurrentHashMap<UUID, List<TakenBody>> bySource = new ConcurrentHashMap<>();
    final AtomicInteger bodies = new AtomicInteger();
    final AtomicLong bytes = new AtomicLong();

    boolean isFull() {
      return bodies.get() >= MOST_BODIES || bytes.get() >= MOST_BYTES;
    }
  }

  private final Vertx vertx;
  private final Function<List<TakenBody>, Future<Void>> keep;
  private volatile Waiting waiting = new Waiting();

  private final WorkLoop loop;

  /**
   * @param keep stores them
   */
  public RecentBodies(Vertx vertx, Function<List<TakenBody>, Future<Void>> keep, Outage outage) {
    this.vertx = vertx;
    this.keep = keep;
    this.loop =
        new WorkLoop(
            EVERY,
            PassObserver.complaining(
                log,
                outage,
                "The newest bodies of sources could not be kept, to be tried by people"),
            this::store);
  }

  public void start() {
    loop.start(vertx.getOrCreateContext());
  }

  /** What waits is stored, if that can be done at once. */
  public Future<Void> stop() {
    return loop.pass().otherwiseEmpty().eventually(() -> loop.stop(Duration.ZERO));
  }

  /** To be called once a post is committed. Costs next to nothing for one that is passed over. */
  public void take(SourceEntry source, Submission submission) {
    if (!source.keepsBodies()) {
      return;
    }
    Waiting now = waiting;
    if (now.isFull()) {
      return;
    }
    List<TakenBody> ofSource =
        now.bySource.computeIfAbsent(submission.source(), s -> new ArrayList<>(1));
    synchronized (ofSource) {
      if (ofSource.size() >= MOST_OF_SOURCE) {
        return;
      }
      TakenBody body = TakenBody.of(submission);
      ofSource.add(body);
      now.bodies.incrementAndGet();
      now.bytes.addAndGet(body.bytesHeld());
    }
  }

  private Future<Next> store() {
    Waiting taken = waiting;
    if (taken.bodies.get() == 0) {
      return Future.succeededFuture(Next.IDLE);
    }
    waiting = new Waiting();
    List<TakenBody> all = new ArrayList<>();
    taken.bySource.forEach(
        (source, ofSource) -> {
          synchronized (ofSource) {
            all.addAll(ofSource);
          }
        });
    return keep.apply(all).map(Next.IDLE);
  }
}
