package dev.imas.core.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Problem;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BulkRunTest {

  private static final Incident INCIDENT = TestIncident.any().openedAt(Instant.EPOCH);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final BulkRun run = new BulkRun(200, "request-1", nanos::get);

  @Test
  void whatFailsForOneLeavesTheOthers() {
    BulkRun.Result result =
        run.run(
                List.of("a", "b", "c"),
                ref ->
                    ref.equals("b")
                        ? Future.failedFuture(Fault.conflict("b is RESOLVED"))
                        : Future.succeededFuture(INCIDENT))
            .result();

    assertThat(result.items()).extracting(BulkRun.Item::ref).containsExactly("a", "b", "c");
    assertThat(result.items()).extracting(BulkRun.Item::status).containsExactly(200, 409, 200);
    assertThat(result.succeeded()).isEqualTo(2);
    assertThat(result.failed()).isEqualTo(1);
    assertThat(problem(result, 1).detail()).isEqualTo("b is RESOLVED");
    assertThat(problem(result, 1).requestId()).isEqualTo("request-1");
    assertThat(result.items().get(0).incident()).isEqualTo(BulkRun.Brief.of(INCIDENT));
  }

  @Test
  void whatIsThrownIsTheItemsToo() {
    BulkRun.Result result =
        run.run(
                List.of("a", "b"),
                ref -> {
                  if (ref.equals("a")) {
                    throw new IllegalStateException("a bug, with a secret");
                  }
                  return Future.succeededFuture(INCIDENT);
                })
            .result();

    assertThat(result.items()).extracting(BulkRun.Item::status).containsExactly(500, 200);
    assertThat(problem(result, 0).detail()).doesNotContain("secret");
  }

  @Test
  void nothingIsBegunWhenTimeIsUp() {
    List<String> begun = new ArrayList<>();
    BulkRun.Result result =
        run.run(
                List.of("a", "b", "c"),
                ref -> {
                  begun.add(ref);
                  nanos.addAndGet(BulkRun.LONGEST.toNanos() / 2 + 1);
                  return Future.succeededFuture(INCIDENT);
                })
            .result();

    assertThat(begun).containsExactly("a", "b");
    assertThat(result.items()).extracting(BulkRun.Item::status).containsExactly(200, 200, 503);
    assertThat(problem(result, 2).retryAfter()).isEqualTo(1);
  }

  private static Problem problem(BulkRun.Result result, int item) {
    return Objects.requireNonNull(result.items().get(item).problem());
  }
}
