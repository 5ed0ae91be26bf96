package dev.imas.core.incidentreport;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Query;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incidentreport.IncidentReports.Collected;
import dev.imas.core.platform.Transactions;
import dev.imas.core.report.DocumentWords;
import dev.imas.core.report.ReportFormat;
import dev.imas.core.retention.Missing;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** {@code /incidents/{id}/report}: what happened, as a document. */
final class IncidentReportRoutes {

  private static final DocumentWords.Languages WORDS =
      DocumentWords.beside(IncidentReportRoutes.class);

  private final Transactions transactions;
  private final ReportFiles files;
  private final IncidentRepository incidents = new IncidentRepository();
  private final IncidentReports reports = new IncidentReports();
  private final Missing missing;
  private final InstantSource clock;

  IncidentReportRoutes(
      Transactions transactions, ReportFiles files, Missing missing, InstantSource clock) {
    this.transactions = transactions;
    this.files = files;
    this.missing = missing;
    this.clock = clock;
  }

  void mount(Api api) {
    api.get("/incidents/{id}/report", Permission.INCIDENT_READ, this::report);
  }

  private Answer report(Call call) {
    Query query = call.query("format", "language", "timeline");
    ReportFormat format = ReportFiles.format(query, "json");
    String language = query.text("language");
    boolean withTimeline = Boolean.TRUE.equals(query.flag("timeline"));
    if (language != null && !WORDS.has(language)) {
      throw Query.fault("language", "is none of " + WORDS.names());
    }
    String reference = call.path("id");
    Collected found =
        transactions.call(
            call.tenant(),
            tx -> {
              UUID id =
                  incidents
                      .findId(tx, reference)
                      .await()
                      .orElseThrow(() -> missing.incident(reference));
              return reports.collect(
                  tx,
                  incidents.read(tx, List.of(id)).await().get(0),
                  withTimeline,
                  clock.instant());
            });
    if (format == null) {
      return Answer.ok(found.report());
    }
    DocumentWords words = WORDS.of(language == null ? found.language() : language);
    return files.answer(call, found.report().id(), format, ReportPage.of(found.report(), words));
  }
}
