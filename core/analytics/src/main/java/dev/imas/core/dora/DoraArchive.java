package dev.imas.core.dora;

import dev.imas.core.dora.DoraReader.Asked;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Transactions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what reports of past months were made of, so that they can be made again with the same
 * figures (DOR-07). Only on a virtual thread.
 */
final class DoraArchive {

  private final Transactions transactions;
  private final DoraReader reader;
  private final InstantSource clock;
  private final DoraReportRepository reports = new DoraReportRepository();

  DoraArchive(Transactions transactions, DoraReader reader, InstantSource clock) {
    this.transactions = transactions;
    this.reader = reader;
    this.clock = clock;
  }

  /**
   * What is known of the month: as the report says that was made of it before, else as of a moment
   * ago, since what was told just now may not be committed.
   */
  Asked settled(TenantId tenant, YearMonth month, DoraQuery asked, boolean isFree) {
    Asked found =
        reader.ask(tenant, isFree ? asked.at(asked.asOf().minus(DoraQuery.SETTLES)) : asked);
    if (!isFree) {
      return found;
    }
    Optional<DoraReport> before =
        transactions.call(
            tenant,
            tx ->
                reports.last(
                    tx, month, found.serviceId(), found.teamId(), asked.environment(), null));
    return before.map(report -> reader.ask(tenant, asked.at(report.asOf()))).orElse(found);
  }

  /**
   * The report of what was found. One of a month that is over is kept, or was.
   *
   * @param author who asks for it
   */
  DoraReport kept(TenantId tenant, YearMonth month, Asked found, String author) {
    DoraFigures figures = reader.compute(tenant, () -> found.count().figures());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    DoraReport made =
        new DoraReport(
            new UUID(0, 0),
            month.toString(),
            found.serviceId(),
            found.teamId(),
            found.query().environment(),
            DoraMetric.VERSION,
            found.query().asOf(),
            found.facts().deployments().size(),
            found.facts().pushes().size(),
            found.facts().incidents().size(),
            digest(figures),
            author,
            now);
    // Of a month that goes on, each report would be another one.
    boolean isOver = !found.query().asOf().isBefore(found.span().to());
    return isOver && found.query().isSettled(now) ? keep(tenant, month, made) : made;
  }

  /** The one that is kept, which may have been made before. */
  private DoraReport keep(TenantId tenant, YearMonth month, DoraReport made) {
    return transactions.call(
        tenant,
        tx -> {
          reports.keep(tx, made);
          @Nullable String environment = made.environment();
          return reports
              .last(tx, month, made.service(), made.team(), environment, made.asOf())
              .filter(one -> one.sha256().equals(made.sha256()))
              .orElse(made);
        });
  }

  private static String digest(DoraFigures figures) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(Json.write(figures).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
