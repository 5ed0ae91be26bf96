package dev.imas.core.suspect;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.incident.ActiveIncident;
import dev.imas.core.incident.Author;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.retention.Missing;
import dev.imas.core.sideevent.SideEventRepository;
import dev.imas.core.suspect.SuspectRepository.Progress;
import dev.imas.core.suspect.SuspectRepository.Said;
import dev.imas.core.suspect.SuspectView.Changes;
import dev.imas.core.suspect.SuspectViewRepository.Cause;
import dev.imas.core.suspicion.ChangeKind;
import dev.imas.core.suspicion.Judgement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** {@code /incidents/{id}/changes}: what came before an incident, and what people say of it. */
final class SuspectRoutes {

  private static final String CHANGES = "/incidents/{id}/changes";
  private static final int MOST_POSTED = 100;
  private static final int LONGEST_WHY = 2_000;

  private final Transactions transactions;
  private final IncidentRepository incidents;
  private final ActiveIncident active;
  private final IncidentWriter writer;
  private final Missing missing;
  private final InstantSource clock;
  private final SideEventRepository events = new SideEventRepository();
  private final FoundChangeRepository changes = new FoundChangeRepository();
  private final SuspectRepository repository = new SuspectRepository();
  private final SuspectViewRepository views = new SuspectViewRepository();

  SuspectRoutes(
      Transactions transactions,
      IncidentRepository incidents,
      ActiveIncident active,
      IncidentWriter writer,
      Missing missing,
      InstantSource clock) {
    this.transactions = transactions;
    this.incidents = incidents;
    this.active = active;
    this.writer = writer;
    this.missing = missing;
    this.clock = clock;
  }

  void mount(Api api) {
    api.get(CHANGES, Permission.INCIDENT_READ, this::list);
    api.post(
        CHANGES + "/{change_kind}/{change}/judgement",
        Permission.INCIDENT_ACKNOWLEDGE,
        this::judge);
  }

  private Answer list(Call call) {
    String reference = call.path("id");
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx -> {
              UUID id =
                  incidents
                      .findId(tx, reference)
                      .await()
                      .orElseThrow(() -> missing.incident(reference));
              Optional<Progress> progress = repository.progress(tx, id);
              return new Changes(
                  events.beforeIncident(tx, id, MOST_POSTED).await(),
                  views.list(tx, id),
                  progress.map(Progress::computedAt).orElse(null),
                  progress.map(Progress::changes).orElse(null));
            }));
  }

  private Answer judge(Call call) {
    String reference = call.path("id");
    ChangeKind kind =
        ChangeKind.parse(call.path("change_kind"))
            .orElseThrow(
                () ->
                    Fault.notFound(
                        "there is no kind of change '"
                            + call.path("change_kind")
                            + "'; there are deployment and change"));
    UUID change = call.pathId("change");
    transactions.call(call.tenant(), tx -> required(tx, reference, kind, change));
    Body body = call.body().only("judgement", "why");
    Judgement judgement = judgement(body);
    String why = body.text("why", LONGEST_WHY, "").strip();
    body.throwIfFaulty();
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx -> {
              Incident locked = active.lock(tx, call, Permission.INCIDENT_ACKNOWLEDGE, reference);
              SuspectView before = named(tx, locked.id(), kind, change);
              if (isSaid(before, judgement, why)) {
                return before;
              }
              refuseSecondCause(tx, locked, kind, change, judgement);
              Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
              Author author = Author.of(call.principal());
              repository.judge(
                  tx,
                  locked.id(),
                  kind,
                  change,
                  new Said(
                      UuidV7.at(now.toEpochMilli()),
                      judgement,
                      author.id(),
                      author.name(),
                      why,
                      now));
              SuspectView after = views.find(tx, locked.id(), kind, change).orElseThrow();
              if (!before.judgement().equals(after.judgement())) {
                tell(tx, locked, before, after, author, now);
              }
              call.audit(
                  tx,
                  Audit.Change.update(
                      new Audit.Subject("incident_change", locked.id()), before, after));
              return after;
            }));
  }

  private static Judgement judgement(Body body) {
    String name = body.requiredText("judgement", 20);
    return Judgement.parse(name)
        .orElseGet(
            () -> {
              if (!name.isEmpty()) {
                body.fault("/judgement", "must be confirmed, rejected or suspected");
              }
              return Judgement.SUSPECTED;
            });
  }

  /** Fails with NOT_FOUND unless there is such an incident, and such a change for it. */
  private UUID required(Tx tx, String reference, ChangeKind kind, UUID change) {
    UUID id =
        incidents.findActive(tx, reference).await().orElseThrow(() -> missing.incident(reference));
    if (views.find(tx, id, kind, change).isEmpty() && changes.find(tx, kind, change).isEmpty()) {
      throw none(kind, change);
    }
    return id;
  }

  private static Fault none(ChangeKind kind, UUID change) {
    return Fault.notFound(
        "there is no "
            + kind.wireName()
            + " "
            + change
            + "; changes that were posted beside alerts are kept for a month");
  }

  /** The change as a suspect. Any change can be named. */
  private SuspectView named(Tx tx, UUID incident, ChangeKind kind, UUID change) {
    return views
        .find(tx, incident, kind, change)
        .orElseGet(
            () -> {
              FoundChange found =
                  changes.find(tx, kind, change).orElseThrow(() -> none(kind, change));
              repository.name(tx, incident, found, clock.instant().truncatedTo(ChronoUnit.MICROS));
              return views.find(tx, incident, kind, change).orElseThrow();
            });
  }

  private static boolean isSaid(SuspectView before, Judgement judgement, String why) {
    SuspectView.Judged judged = before.judged();
    return judged != null
        && before.judgement().equals(judgement.wireName())
        && judged.why().equals(why);
  }

  private void refuseSecondCause(
      Tx tx, Incident locked, ChangeKind kind, UUID change, Judgement judgement) {
    Optional<Cause> cause =
        judgement == Judgement.CONFIRMED ? views.cause(tx, locked.id()) : Optional.empty();
    cause
        .filter(one -> one.kind() != kind || !one.id().equals(change))
        .ifPresent(
            one -> {
              throw Fault.conflict(
                  locked.shortId()
                      + " already has a confirmed cause, '"
                      + one.title()
                      + "' ("
                      + one.kind().wireName()
                      + " "
                      + one.id()
                      + "); reject that one, or set it to suspected, first");
            });
  }

  private void tell(
      Tx tx, Incident locked, SuspectView before, SuspectView after, Author author, Instant at) {
    TreeMap<String, Object> facts = new TreeMap<>();
    facts.put("kind", after.kind());
    facts.put("change", after.id().toString());
    facts.put("from", before.judgement());
    facts.put("to", after.judgement());
    writer
        .apply(
            tx,
            List.of(
                IncidentChange.of(locked)
                    .then(
                        author.sign(
                            locked.note(
                                TimelineType.SUSPECT, author.name(), message(after), facts, at)))))
        .await();
  }

  private static String message(SuspectView after) {
    return switch (Judgement.parse(after.judgement()).orElseThrow()) {
      case CONFIRMED -> "Confirmed as the cause: " + after.title();
      case REJECTED -> "Rejected as the cause: " + after.title();
      case SUSPECTED -> "A suspect again: " + after.title();
    };
  }
}
