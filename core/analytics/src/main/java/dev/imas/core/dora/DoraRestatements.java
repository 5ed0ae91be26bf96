package dev.imas.core.dora;

import dev.imas.core.dora.DoraReader.Asked;
import dev.imas.core.dora.DoraRepository.Later;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Transactions;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares what was known at a moment about a time with what is known now. On a virtual thread. */
final class DoraRestatements {

  private final Transactions transactions;
  private final DoraReader reader;
  private final InstantSource clock;
  private final DoraRepository repository = new DoraRepository();

  DoraRestatements(Transactions transactions, DoraReader reader, InstantSource clock) {
    this.transactions = transactions;
    this.reader = reader;
    this.clock = clock;
  }

  /**
   * A value that is another one now.
   *
   * @param of which value of the metric
   */
  record Changed(String metric, String of, @Nullable BigDecimal was, @Nullable BigDecimal now) {}

  /**
   * @param asOf what was known then
   * @param now with what it is compared
   * @param later what was told in between
   */
  record Restatement(
      Instant from,
      Instant until,
      String timeZone,
      Instant asOf,
      Instant now,
      DoraFigures was,
      DoraFigures is,
      List<Changed> changes,
      Later later,
      String definition) {

    Restatement {
      changes = List.copyOf(changes);
    }
  }

  Restatement of(TenantId tenant, DoraQuery query) {
    return of(tenant, reader.ask(tenant, query));
  }

  /** Both are about the same time, which ends with what was known then. */
  Restatement of(TenantId tenant, Asked then) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    DoraSpan span = then.until();
    Asked today = reader.ask(tenant, then.query().about(span).at(now));
    DoraFigures was = reader.compute(tenant, () -> then.count().figures());
    DoraFigures is = reader.compute(tenant, () -> today.count(span).figures());
    Later later =
        transactions.call(tenant, tx -> repository.later(tx, then.query().asOf(), now, span));
    return new Restatement(
        span.from(),
        span.to(),
        span.zone().getId(),
        then.query().asOf(),
        now,
        was,
        is,
        changes(was, is),
        later,
        DoraMetric.VERSION);
  }

  private static List<Changed> changes(DoraFigures was, DoraFigures is) {
    List<Changed> changes = new ArrayList<>();
    change(
        changes,
        DoraMetric.FREQUENCY,
        "per_week",
        was.frequency().perWeek(),
        is.frequency().perWeek());
    change(
        changes,
        DoraMetric.LEAD_TIME,
        "median_seconds",
        number(was.leadTime().medianSeconds()),
        number(is.leadTime().medianSeconds()));
    change(
        changes,
        DoraMetric.CHANGE_FAIL_RATE,
        "rate",
        was.changeFailRate().rate(),
        is.changeFailRate().rate());
    change(
        changes,
        DoraMetric.RECOVERY_TIME,
        "median_seconds",
        number(was.recoveryTime().medianSeconds()),
        number(is.recoveryTime().medianSeconds()));
    change(
        changes,
        DoraMetric.RECOVERY_TIME,
        "mean_seconds",
        number(was.recoveryTime().meanSeconds()),
        number(is.recoveryTime().meanSeconds()));
    change(
        changes, DoraMetric.REWORK_RATE, "rate", was.reworkRate().rate(), is.reworkRate().rate());
    return changes;
  }

  private static void change(
      List<Changed> changes,
      DoraMetric metric,
      String of,
      @Nullable BigDecimal was,
      @Nullable BigDecimal now) {
    if (!Objects.equals(was, now)) {
      changes.add(new Changed(metric.wireName(), of, was, now));
    }
  }

  private static @Nullable BigDecimal number(@Nullable Long seconds) {
    return seconds == null ? null : BigDecimal.valueOf(seconds);
  }
}
