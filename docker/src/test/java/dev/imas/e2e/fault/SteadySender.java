package dev.imas.e2e.fault;

import dev.imas.e2e.ImasProcess;
import dev.imas.fixtures.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Posts alerts of names of their own at a steady rate, whatever becomes of those before, and never
 * posts one again. So what it has seen acknowledged is there, and once.
 */
final class SteadySender implements AutoCloseable {

  private static final int MOST_AT_ONCE = 2_000;
  private static final AtomicInteger SENDERS = new AtomicInteger();

  private final String gateway;
  private final String name = "Steady" + SENDERS.incrementAndGet() + " ";
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final Semaphore room = new Semaphore(MOST_AT_ONCE);
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicLong slowest = new AtomicLong();
  private Future<?> posting = java.util.concurrent.CompletableFuture.completedFuture(null);

  /**
   * @param gateway its address
   */
  SteadySender(String gateway) {
    this.gateway = gateway;
  }

  void start(int eachSecond) {
    posting =
        clock.scheduleAtFixedRate(
            this::post, 0, TimeUnit.SECONDS.toNanos(1) / eachSecond, TimeUnit.NANOSECONDS);
  }

  private void post() {
    if (!room.tryAcquire()) {
      return;
    }
    String alert = name + sent.incrementAndGet();
    long begun = System.nanoTime();
    http.sendAsync(
            HttpRequest.newBuilder(URI.create(gateway + "/api/v1/webhooks/custom/"))
                .header("X-API-Key", ImasProcess.SOURCE_KEY)
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"alert_name\":\"%s\",\"severity\":\"low\"}".formatted(alert)))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .whenComplete(
            (reply, gone) -> {
              room.release();
              slowest.accumulateAndGet(System.nanoTime() - begun, Math::max);
              if (reply != null && reply.statusCode() == 202) {
                acknowledged.add(alert);
              } else {
                refused.incrementAndGet();
              }
              answered.incrementAndGet();
            });
  }

  /** Posts no more, and waits for what is on its way. */
  void stop() {
    posting.cancel(false);
    Await.until("the last answers", room::availablePermits, free -> free == MOST_AT_ONCE);
  }

  Set<String> acknowledged() {
    return Set.copyOf(acknowledged);
  }

  /** From now on counts anew, without what is on its way. */
  void forgetAcknowledged() {
    acknowledged.clear();
    slowest.set(0);
  }

  /** How long the slowest answer took since. */
  Duration slowest() {
    return Duration.ofNanos(slowest.get());
  }

  void awaitAcknowledged(int more) {
    int before = acknowledged.size();
    Await.until("acknowledged posts", acknowledged::size, n -> n >= before + more);
  }

  void awaitRefused(int more) {
    int before = refused.get();
    Await.until("refused posts", refused::get, n -> n >= before + more);
  }

  /** So many more were answered. */
  void awaitMore(int more) {
    int before = answered.get();
    Await.until("answers", answered::get, n -> n >= before + more);
  }

  /** How long it takes from now to the next acknowledgement. */
  Duration nextAcknowledged() {
    long begun = System.nanoTime();
    int before = acknowledged.size();
    Await.until("an acknowledged post", acknowledged::size, n -> n > before);
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  @Override
  public void close() {
    posting.cancel(true);
    clock.shutdownNow();
    http.close();
  }
}
