package dev.imas.e2e.fault;

import dev.imas.e2e.ImasProcess;
import dev.imas.fixtures.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Senders that post alerts as fast as they are answered and, like real ones, post again what was
 * not acknowledged. They remember what they sent and what was acknowledged.
 */
final class Storm implements AutoCloseable {

  private static final int MOST_REFUSALS = 20;

  /**
   * @param name of the storm, with which the names of its alerts begin
   * @param senders each with alerts of its own
   * @param names different alert names, and so incidents
   * @param alertsPerSender of which a post carries one to {@code mostPerPost}
   * @param padding bytes of annotations of each alert
   * @param refusedEveryTenth whether every tenth body also carries an alert that the database
   *     refuses
   */
  record Shape(
      String name,
      int senders,
      int names,
      int alertsPerSender,
      int mostPerPost,
      int padding,
      boolean refusedEveryTenth) {

    static Shape named(String name) {
      return new Shape(name, 8, 6, 25, 5, 0, false);
    }

    Shape withPadding(int bytes) {
      return new Shape(
          name, senders, names, alertsPerSender, mostPerPost, bytes, refusedEveryTenth);
    }

    Shape withRefused() {
      return new Shape(name, senders, names, alertsPerSender, mostPerPost, padding, true);
    }
  }

  /** A test makes the database refuse alerts whose name begins like this. */
  static final String REFUSED = "Refused";

  private static final Duration PAUSE = Duration.ofMillis(50);

  /**
   * Between two posts of a sender. A short run does not need the thousands a second that would take
   * all processors: at each moment some posts are under way.
   */
  private static final Duration BREATH = FaultRun.span(Duration.ofMillis(10), Duration.ZERO);

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);

  private final Shape shape;
  private final URI target;
  private final String padding;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final List<Thread> senders = new ArrayList<>();
  private final List<StormAlert> alerts = new ArrayList<>();
  private final Map<Integer, AtomicInteger> answers = new ConcurrentHashMap<>();
  private final Set<String> refusals = ConcurrentHashMap.newKeySet();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong refusedSent = new AtomicLong();
  private final AtomicLong refusedAcknowledged = new AtomicLong();
  private final AtomicLong slowestAnswer = new AtomicLong();
  private volatile boolean ending;
  private volatile boolean abandoned;
  private volatile @Nullable RuntimeException broken;

  private Storm(Shape shape, String gateway) {
    this.shape = shape;
    this.target = URI.create(gateway + "/api/v1/webhooks/alertmanager/");
    this.padding = "x".repeat(shape.padding);
  }

  static Storm start(Shape shape, String gateway, long seed) {
    Storm storm = new Storm(shape, gateway);
    for (int i = 0; i < shape.senders; i++) {
      List<StormAlert> own = new ArrayList<>();
      for (int k = 0; k < shape.alertsPerSender; k++) {
        own.add(new StormAlert(shape.name + "-" + k % shape.names, i + "-" + k));
      }
      storm.alerts.addAll(own);
      Random random = new Random(seed + i);
      storm.senders.add(Thread.ofVirtual().start(() -> storm.send(own, random)));
    }
    return storm;
  }

  /** Waits until that many more alerts are acknowledged. */
  Storm awaitMore(long count) {
    long target = acknowledged.get() + count;
    Await.until(
        count + " more alerts acknowledged, answers " + answers,
        Duration.ofSeconds(90),
        acknowledged::get,
        n -> n >= target);
    return this;
  }

  /** Lets it run for that long. */
  Storm rage(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    Await.until(
        "the time to be over", time.multipliedBy(2), System::nanoTime, now -> now - end > 0);
    return this;
  }

  /**
   * Lets each sender repeat its last post until that is acknowledged, and ends. From then on the
   * state of every alert is certain.
   */
  void end() {
    ending = true;
    Await.until(
        "the last posts to be acknowledged; answers " + answers,
        Duration.ofSeconds(90),
        () -> senders.stream().filter(Thread::isAlive).count(),
        alive -> alive == 0);
    RuntimeException cause = broken;
    if (cause != null) {
      throw cause;
    }
  }

  Shape shape() {
    return shape;
  }

  List<StormAlert> alerts() {
    return alerts;
  }

  long sent() {
    return sent.get();
  }

  long acknowledged() {
    return acknowledged.get();
  }

  /** Alerts that the database refuses, of those in {@link #sent}. */
  long refusedSent() {
    return refusedSent.get();
  }

  long refusedAcknowledged() {
    return refusedAcknowledged.get();
  }

  /** Posts by the status of their answer; {@link ImasProcess#NO_ANSWER} where none came. */
  Map<Integer, AtomicInteger> answers() {
    return answers;
  }

  /** The bodies of answers other than 2xx, each once; the first {@value #MOST_REFUSALS}. */
  Set<String> refusals() {
    return refusals;
  }

  /** The longest time from a post to an answer, with any status. */
  Duration slowestAnswer() {
    return Duration.ofNanos(slowestAnswer.get());
  }

  /** From now on {@link #slowestAnswer} covers later posts only. */
  void forgetSlowest() {
    slowestAnswer.set(0);
  }

  private void send(List<StormAlert> own, Random random) {
    try {
      for (long value = 0; !ending; value++) {
        int from = random.nextInt(own.size());
        int count = 1 + random.nextInt(shape.mostPerPost);
        List<StormAlert> chosen = new ArrayList<>();
        for (int k = 0; k < count; k++) {
          StormAlert alert = own.get((from + k) % own.size());
          alert.happen(random.nextInt(4) == 0);
          chosen.add(alert);
        }
        postUntilAcknowledged(chosen, shape.refusedEveryTenth && value % 10 == 0, value);
        LockSupport.parkNanos(BREATH.toNanos());
      }
    } catch (RuntimeException e) {
      broken = e;
    }
  }

  private void postUntilAcknowledged(List<StormAlert> chosen, boolean refused, long value) {
    StringBuilder body = new StringBuilder("{\"version\":\"4\",\"alerts\":[");
    for (StormAlert alert : chosen) {
      body.append(alert.json(shape.name, value, padding)).append(',');
    }
    if (refused) {
      StormAlert bad = new StormAlert(REFUSED + shape.name, chosen.getFirst().instance);
      bad.happen(false);
      body.append(bad.json(shape.name, value, "")).append(',');
    }
    body.setLength(body.length() - 1);
    byte[] bytes = body.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    int inBody = chosen.size() + (refused ? 1 : 0);
    while (!abandoned) {
      sent.addAndGet(inBody);
      refusedSent.addAndGet(refused ? 1 : 0);
      chosen.forEach(StormAlert::sent);
      int status = post(bytes);
      answers.computeIfAbsent(status, s -> new AtomicInteger()).incrementAndGet();
      if (status / 100 == 2) {
        acknowledged.addAndGet(inBody);
        refusedAcknowledged.addAndGet(refused ? 1 : 0);
        chosen.forEach(StormAlert::acknowledged);
        return;
      }
      if (status / 100 == 4) {
        throw new IllegalStateException("a good post was answered " + status);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private int post(byte[] body) {
    long begun = System.nanoTime();
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(target)
                  .timeout(ANSWER_LIMIT)
                  .header("Authorization", "Bearer " + ImasProcess.SOURCE_KEY)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      slowestAnswer.accumulateAndGet(System.nanoTime() - begun, Math::max);
      if (answer.statusCode() / 100 != 2 && refusals.size() < MOST_REFUSALS) {
        refusals.add(answer.body());
      }
      return answer.statusCode();
    } catch (IOException noAnswer) {
      return ImasProcess.NO_ANSWER;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ImasProcess.NO_ANSWER;
    }
  }

  /** Stops it at once, for a test that failed. */
  @Override
  public void close() {
    ending = true;
    abandoned = true;
    http.shutdownNow();
    http.close();
  }
}
