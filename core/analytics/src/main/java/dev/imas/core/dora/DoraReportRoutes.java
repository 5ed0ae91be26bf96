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
import dev.imas.core.platform.Transactions;
import dev.imas.core.report.DocumentWords;
import dev.imas.core.report.Report;
import dev.imas.core.report.ReportFormat;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;

/**
 * {@code /dora/report}: a month as a document (DOR-07). What a report of a past month was made of
 * is kept, so it can be made again with the same figures.
 */
final class DoraReportRoutes {

  private static final DocumentWords.Languages WORDS = DocumentWords.beside(DoraReportRoutes.class);

  private final Transactions transactions;
  private final DoraReader reader;
  private final ReportFiles files;
  private final InstantSource clock;
  private final DoraArchive archive;
  private final DoraReportRepository reports = new DoraReportRepository();

  DoraReportRoutes(
      Transactions transactions,
      DoraReader reader,
      DoraArchive archive,
      ReportFiles files,
      InstantSource clock) {
    this.archive = archive;
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
    if (language != null && !WORDS.has(language)) {
      throw Query.fault("language", "is none of " + WORDS.names());
    }
    DoraQuery asked = DoraQuery.month(query, month, clock);
    Asked found = archive.settled(call.tenant(), month, asked, query.text("as_of") == null);
    DoraReport report = archive.kept(call.tenant(), month, found, call.author());
    Restatement restatement =
        new DoraRestatements(transactions, reader, clock).of(call.tenant(), found);
    DocumentWords words =
        WORDS.of(language == null ? transactions.call(call.tenant(), reports::language) : language);
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
}
