package dev.imas.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class UnitsTest {

  private static final Throwable REFUSED = new PgException("refused", "ERROR", "22003", "");

  private record Done(int rows) implements Units.Done {}

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Counter failures = meters.counter("failures");
  private final Counter putOff = meters.counter("put.off");
  private final List<Duration> waits = new ArrayList<>();
  private final Units<Done> units =
      new Units<>(8, failures, putOff, LoggerFactory.getLogger(UnitsTest.class), "it waits");

  private Future<Done> failed(int rows, int attempts, Throwable cause) {
    UnitFailed.Row first =
        new UnitFailed.Row(
            attempts,
            Map.of("row", 1),
            wait -> {
              waits.add(wait);
              return Future.succeededFuture();
            });
    return Future.failedFuture(new UnitFailed(rows, first, cause));
  }

  @Test
  void whatAUnitHasDoneIsPassedOn() {
    assertThat(units.run(limit -> Future.succeededFuture(new Done(limit))).result())
        .contains(new Done(8));
    assertThat(failures.count()).isZero();
  }

  @Test
  void unitThatFailsIsTriedInHalvesUntilOneRowIsPutOffByItsAttempts() {
    assertThat(units.run(limit -> failed(limit, 3, REFUSED)).result()).isEqualTo(Optional.empty());
    assertThat(units.rows()).isEqualTo(4);
    assertThat(waits).isEmpty();

    assertThat(units.run(limit -> failed(1, 3, REFUSED)).result()).isEqualTo(Optional.empty());

    assertThat(waits).containsExactly(Duration.ofSeconds(8));
    assertThat(units.rows()).isEqualTo(8);
    assertThat(failures.count()).isEqualTo(2);
    assertThat(putOff.count()).isEqualTo(1);
  }

  @Test
  void emptyUnitDoesNotGrowTheNextOne() {
    units.run(limit -> failed(limit, 0, REFUSED));
    units.run(limit -> Future.succeededFuture(new Done(0)));
    assertThat(units.rows()).isEqualTo(4);

    units.run(limit -> Future.succeededFuture(new Done(4)));
    assertThat(units.rows()).isEqualTo(8);
  }

  @Test
  void overtakenUnitHasNotFailed() {
    assertThat(units.run(limit -> failed(limit, 0, new Overtaken())).result())
        .isEqualTo(Optional.empty());

    assertThat(failures.count()).isZero();
    assertThat(units.rows()).isEqualTo(8);
  }

  @Test
  void withoutTheDatabaseThePassFailsAndNoRowIsPutOff() {
    ConnectException away = new ConnectException("refused");

    assertThat(units.run(limit -> failed(1, 0, away)).cause()).isSameAs(away);
    assertThat(units.run(limit -> Future.failedFuture(away)).cause()).isSameAs(away);

    assertThat(waits).isEmpty();
    assertThat(failures.count()).isEqualTo(2);
  }

  @Test
  void rowThatCannotBePutOffFailsThePass() {
    IllegalStateException cannot = new IllegalStateException("no");
    UnitFailed.Row row = new UnitFailed.Row(0, Map.of(), wait -> Future.failedFuture(cannot));

    Future<Optional<Done>> ended =
        units.run(limit -> Future.failedFuture(new UnitFailed(1, row, REFUSED)));

    assertThat(ended.cause()).isSameAs(cannot);
    assertThat(putOff.count()).isZero();
  }
}
