package dev.imas.core.dora;

import dev.imas.core.bus.Saying;
import dev.imas.core.dora.DoraFigures.ChangeFailRate;
import dev.imas.core.dora.DoraFigures.Frequency;
import dev.imas.core.dora.DoraFigures.ReworkRate;
import dev.imas.core.dora.DoraReader.Asked;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Fault;
import dev.imas.core.summary.DeliveryOfMonth;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.InstantSource;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of a month in a few lines, of the whole tenant (SCH-22). The report with the same
 * figures is kept at the same time. Only on a virtual thread.
 */
final class DoraSummary implements DeliveryOfMonth {

  /** Who made the reports that nobody asked for. */
  private static final String AUTHOR = "IMAS";

  private final DoraReader reader;
  private final DoraArchive archive;
  private final InstantSource clock;

  DoraSummary(DoraReader reader, DoraArchive archive, InstantSource clock) {
    this.reader = reader;
    this.archive = archive;
    this.clock = clock;
  }

  @Override
  public Saying of(TenantId tenant, YearMonth month) {
    Saying title = Saying.NOTHING.line(Saying.of("summary.delivery", month));
    Asked asked;
    try {
      asked = archive.settled(tenant, month, DoraQuery.month(month, clock), true);
    } catch (Fault e) {
      // More deployments than are counted at once: the rest of the summary must still come.
      return title.line(Saying.of("summary.delivery.much"));
    }
    archive.kept(tenant, month, asked, AUTHOR);
    return words(title, reader.compute(tenant, () -> asked.count().figures()));
  }

  static Saying words(Saying title, DoraFigures figures) {
    Frequency frequency = figures.frequency();
    ChangeFailRate fails = figures.changeFailRate();
    ReworkRate rework = figures.reworkRate();
    if (fails.deployments() == 0) {
      return title.line(Saying.of("summary.delivery.none"));
    }
    return title
        .line(Saying.of("summary.frequency", frequency.deployments(), frequency.days()))
        .line(length("summary.lead_time", figures.leadTime().medianSeconds()))
        .line(rate("summary.change_fail_rate", fails.rate(), fails.failed(), fails.deployments()))
        .line(length("summary.recovery_time", figures.recoveryTime().medianSeconds()))
        .line(rate("summary.rework_rate", rework.rate(), rework.rework(), rework.deployments()));
  }

  private static Saying rate(String code, @Nullable BigDecimal rate, int part, int whole) {
    return rate == null
        ? Saying.of(code + ".none")
        : Saying.of(
            code,
            rate.movePointRight(2).setScale(0, RoundingMode.HALF_UP).toPlainString(),
            part,
            whole);
  }

  private static Saying length(String code, @Nullable Long seconds) {
    if (seconds == null) {
      return Saying.of(code + ".none");
    }
    Duration length = Duration.ofSeconds(seconds);
    return Saying.of(
        code,
        length.toHours() == 0
            ? length.toMinutes() + " min"
            : length.toHours() + " h " + length.toMinutesPart() + " min");
  }
}
