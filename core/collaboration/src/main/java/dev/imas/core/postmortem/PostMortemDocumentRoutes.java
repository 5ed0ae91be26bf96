package dev.imas.core.postmortem;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Query;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incidentreport.ReportFiles;
import dev.imas.core.item.IncidentActions;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.postmortem.PostMortemRepository.Published;
import dev.imas.core.report.Report;
import dev.imas.core.report.ReportFormat;
import dev.imas.core.retention.Missing;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /incidents/{id}/post-mortem/document}: a post-mortem as a file. */
final class PostMortemDocumentRoutes {

  private final Transactions transactions;
  private final IncidentRepository incidents = new IncidentRepository();
  private final IncidentActions actions = new IncidentActions();
  private final PostMortemRepository repository;
  private final PostMortemCommands commands;
  private final ReportFiles files;
  private final Missing missing;

  PostMortemDocumentRoutes(
      Transactions transactions,
      PostMortemRepository repository,
      PostMortemCommands commands,
      ReportFiles files,
      Missing missing) {
    this.transactions = transactions;
    this.repository = repository;
    this.commands = commands;
    this.files = files;
    this.missing = missing;
  }

  void mount(Api api) {
    api.get(PostMortemRoutes.ONE + "/document", Permission.INCIDENT_READ, this::document);
  }

  private Answer document(Call call) {
    Query query = call.query("version", "format");
    Integer number = query.count("version", 1, Integer.MAX_VALUE);
    ReportFormat format = ReportFiles.formatOr(query, ReportFormat.MARKDOWN);
    Named document = transactions.call(call.tenant(), tx -> document(tx, call, number));
    return files.answer(call, document.name(), format, document.report());
  }

  /** A report, and what its file is called. */
  private record Named(String name, Report report) {}

  private Named document(Tx tx, Call call, @Nullable Integer number) {
    String reference = call.path("id");
    UUID id =
        incidents.findId(tx, reference).await().orElseThrow(() -> missing.incident(reference));
    Incident incident = incidents.read(tx, List.of(id)).await().get(0);
    PostMortem found =
        repository.read(tx, id).orElseThrow(() -> PostMortemRoutes.none(id.toString()));
    Published version = number == null ? null : published(tx, found, number);
    PublishedText text =
        version == null
            ? commands.text(tx, incident, found, commands.now(), call.author())
            : PublishedText.read(version.content());
    PostMortemDocument document =
        new PostMortemDocument(
            text,
            version == null
                ? "version " + found.number() + ", " + found.state().wireName()
                : "version " + version.number() + ", published by " + version.publishedBy(),
            version == null ? null : version.sha256(),
            actions.of(tx, id, commands.now()),
            found.zone());
    return new Named("post-mortem-" + incident.shortId(), document.report());
  }

  private Published published(Tx tx, PostMortem of, int number) {
    return repository.versions(tx, of.id(), number, 1).stream()
        .findFirst()
        .orElseThrow(() -> Fault.notFound("the post-mortem has no published version " + number));
  }
}
