package dev.imas.core.dora;

import dev.imas.core.access.Permission;
import dev.imas.core.dora.DoraReader.Asked;
import dev.imas.core.dora.DoraRestatements.Restatement;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.incidentreport.ReportFiles;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Transactions;
import dev.imas.core.report.Report;
import dev.imas.core.report.ReportFormat;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code /dora/report}: a month as a document (DOR-07). What a report of a past month was made of
 * is kept, so it can be made again with the same figures.
 */
final class DoraReportRoutes {

  private final Transactions transactions;
  private final DoraReader reader;
  private final ReportFiles files;
  private final InstantSource clock;
  private final DoraReportRepository reports = new DoraReportRepository();

  DoraReportRoutes(
      Transactions transactions, DoraReader reader, ReportFiles files, InstantSource clock) {
    this.transactions = transactions;
    this.reader = reader;
    this.files = files;
    this.clock = clock;
  }

  void mount(Api api) {
    api.get("/dora/report", Permission.DEPLOYMENT_READ, this::report);
    api.get("/dora/reports", Permission.DEPLOYMENT_READ, this::list);
  }

  private Answer list(Call call) {
    ListRange paging = call.query("limit", "cursor").paging();
    UUID after = paging.afterId();
    List<DoraReport> found =
        transactions.call(call.tenant(), tx -> reports.list(tx, after, paging));
    return Answer.page(found, paging, DoraReport::id);
  }

  private Answer report(Call call) {
    Query query =
        call.query("month", "service", "team", "environment", "as_of", "format", "language");
    YearMonth month = month(call, query);
    ReportFormat format = ReportFiles.formatOr(query, ReportFormat.PDF);
    String language = query.text("language");
    if (language != null && !DoraWords.has(language)) {
      throw Query.fault("language", "is none of " + DoraWords.languages());
    }
    DoraQuery asked = DoraQuery.month(query, month, clock);
    Asked found = settled(call, month, asked, query.text("as_of") == null);
    DoraReport report = kept(call, month, found);
    Restatement restatement =
        new DoraRestatements(transactions, reader, clock).of(call.tenant(), found);
    DoraWords words =
        DoraWords.of(
            language == null ? transactions.call(call.tenant(), reports::language) : language);
    Report page =
        reader.compute(call.tenant(), () -> DoraReportPage.of(report, found, restatement, words));
    return files
        .answer(call, "dora-" + month, format, page)
        .with("x-as-of", report.asOf().toString())
        .with("x-definition", report.definition())
        .with("x-figures-sha256", report.sha256());
  }

  private YearMonth month(Call call, Query query) {
    String text = query.text("month");
    if (text == null) {
      ZoneId zone = transactions.call(call.tenant(), reader::zone);
      return YearMonth.from(clock.instant().atZone(zone)).minusMonths(1);
    }
    try {
      YearMonth month = YearMonth.parse(text);
      if (month.getYear() >= 1970 && month.getYear() < 10_000) {
        return month;
      }
    } catch (DateTimeParseException e) {
      // As if it were no month at all.
    }
    throw Query.fault("month", "'" + text + "' is not a month such as 2026-01");
  }

  /**
   * What is known of the month: as the report says that was made of it before, else as of a moment
   * ago, since what was told just now may not be committed.
   */
  private Asked settled(Call call, YearMonth month, DoraQuery asked, boolean isFree) {
    Asked found =
        reader.ask(call.tenant(), isFree ? asked.at(asked.asOf().minus(DoraQuery.SETTLES)) : asked);
    if (!isFree) {
      return found;
    }
    Optional<DoraReport> before =
        transactions.call(
            call.tenant(),
            tx ->
                reports.last(
                    tx, month, found.serviceId(), found.teamId(), asked.environment(), null));
    return before.map(report -> reader.ask(call.tenant(), asked.at(report.asOf()))).orElse(found);
  }

  private DoraReport kept(Call call, YearMonth month, Asked found) {
    DoraFigures figures = reader.compute(call.tenant(), () -> found.count().figures());
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
            call.author(),
            now);
    // Of a month that goes on, each report would be another one.
    boolean isOver = !found.query().asOf().isBefore(found.span().to());
    return isOver && found.query().isSettled(now) ? keep(call, month, made) : made;
  }

  /** The one that is kept, which may have been made before. */
  private DoraReport keep(Call call, YearMonth month, DoraReport made) {
    return transactions.call(
        call.tenant(),
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
