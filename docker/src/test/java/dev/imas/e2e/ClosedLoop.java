package dev.imas.e2e;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Senders that post again after a pause once they are answered, whatever the answer. They record
 * each answer's code and time.
 */
final class ClosedLoop {

  /** A connection that broke, or an answer that did not come within ten seconds. */
  static final int NO_ANSWER = -1;

  private final Vertx vertx;
  private final HttpClient client;
  private final String key;
  private final Supplier<Buffer> bodies;
  private final long pauseMs;
  private final Promise<Void> ended = Promise.promise();
  private final Map<Integer, Times> answers = new TreeMap<>();
  private final int port;
  private volatile boolean over;
  private int sending;

  /** The times of answers, in microseconds, in the order of arrival. */
  static final class Times {
    private int[] micros = new int[1024];
    private int count;

    private void add(long nanos) {
      if (count == micros.length) {
        micros = Arrays.copyOf(micros, count * 2);
      }
      micros[count++] = (int) Math.min(Integer.MAX_VALUE, nanos / 1_000);
    }

    int count() {
      return count;
    }

    /** In milliseconds. */
    double quantile(double q) {
      if (count == 0) {
        return 0;
      }
      int[] sorted = Arrays.copyOf(micros, count);
      Arrays.sort(sorted);
      return sorted[(int) Math.min(count - 1, (long) Math.ceil(q * count))] / 1_000.0;
    }
  }

  private ClosedLoop(
      Vertx vertx, int port, String key, int connections, long pauseMs, Supplier<Buffer> bodies) {
    this.vertx = vertx;
    this.port = port;
    this.key = key;
    this.bodies = bodies;
    this.pauseMs = pauseMs;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(true).setTcpNoDelay(true),
            new PoolOptions().setHttp1MaxSize(connections));
    this.sending = connections;
  }

  /** Starts to post. */
  static ClosedLoop start(
      Vertx vertx, int port, String key, int connections, long pauseMs, Supplier<Buffer> bodies) {
    ClosedLoop loop = new ClosedLoop(vertx, port, key, connections, pauseMs, bodies);
    vertx
        .getOrCreateContext()
        .runOnContext(
            go -> {
              for (int i = 0; i < connections; i++) {
                loop.post();
              }
            });
    return loop;
  }

  private void post() {
    if (over) {
      synchronized (this) {
        if (--sending == 0) {
          ended.tryComplete();
        }
      }
      return;
    }
    long begun = System.nanoTime();
    client
        .request(
            new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/api/v1/webhooks/custom/")
                .setTimeout(10_000)
                .putHeader("Authorization", "Bearer " + key)
                .putHeader("Content-Type", "application/json"))
        .compose(this::send)
        .onComplete(
            answer -> {
              answered(answer.succeeded() ? answer.result() : NO_ANSWER, System.nanoTime() - begun);
              if (pauseMs > 0) {
                vertx.setTimer(pauseMs, id -> post());
              } else {
                post();
              }
            });
  }

  private Future<Integer> send(HttpClientRequest request) {
    return request
        .send(bodies.get())
        .compose((HttpClientResponse answer) -> answer.body().map(body -> answer.statusCode()));
  }

  private synchronized void answered(int status, long nanos) {
    answers.computeIfAbsent(status, code -> new Times()).add(nanos);
  }

  synchronized int count(int status) {
    Times times = answers.get(status);
    return times == null ? 0 : times.count();
  }

  synchronized int posts() {
    return answers.values().stream().mapToInt(Times::count).sum();
  }

  /** By code; only after {@link #stop}. */
  Map<Integer, Times> answers() {
    return answers;
  }

  /** Completes with the last answer. */
  Future<Void> stop() {
    over = true;
    return ended.future().eventually(client::close);
  }
}
