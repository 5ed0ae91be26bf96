package dev.imas.core.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.HttpErrors;
import dev.imas.core.platform.Problem;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs one action on many incidents, one after the other. A failure of one does not affect the
 * others. After {@link #LONGEST} it begins no more.
 */
final class BulkRun {

  static final int MOST = 100;
  static final Duration LONGEST = Duration.ofSeconds(10);

  /**
   * The result for one of them.
   *
   * @param ref the reference in the request
   * @param status the status code that this action alone would have had
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Item(String ref, int status, @Nullable Brief incident, @Nullable Problem problem) {}

  /** An incident as it is now. */
  record Brief(UUID id, String shortId, IncidentStatus status, int version) {

    static Brief of(Incident i) {
      return new Brief(i.id(), i.shortId(), i.status(), i.version());
    }
  }

  /** The results, in the order of the request. */
  record Result(int succeeded, int failed, List<Item> items) {}

  private final int statusOfSuccess;
  private final @Nullable String requestId;
  private final LongSupplier nanos;
  private final long begun;

  /**
   * @param nanos a monotonic clock, such as {@link System#nanoTime}
   */
  BulkRun(int statusOfSuccess, @Nullable String requestId, LongSupplier nanos) {
    this.statusOfSuccess = statusOfSuccess;
    this.requestId = requestId;
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
  }

  /**
   * @param action acts on one incident, in a transaction of its own
   */
  Future<Result> run(List<String> refs, Function<String, Future<Incident>> action) {
    List<Item> items = new ArrayList<>();
    Future<Void> done = Future.succeededFuture();
    for (String ref : refs) {
      done = done.compose(before -> one(ref, action)).map(items::add).mapEmpty();
    }
    return done.map(
        all -> {
          int failed = (int) items.stream().filter(i -> i.problem != null).count();
          return new Result(items.size() - failed, failed, List.copyOf(items));
        });
  }

  private Future<Item> one(String ref, Function<String, Future<Incident>> action) {
    if (nanos.getAsLong() - begun > LONGEST.toNanos()) {
      return Future.succeededFuture(
          failed(
              ref,
              Fault.unavailable(
                  "the time for this request ran out before this incident; it "
                      + "is unchanged, so try it again",
                  1)));
    }
    return Future.succeededFuture(ref)
        .compose(action)
        .map(incident -> new Item(ref, statusOfSuccess, Brief.of(incident), null))
        .recover(failure -> Future.succeededFuture(failed(ref, failure)));
  }

  private Item failed(String ref, Throwable failure) {
    Problem problem = HttpErrors.problem(failure, requestId);
    return new Item(ref, problem.status(), null, problem);
  }
}
