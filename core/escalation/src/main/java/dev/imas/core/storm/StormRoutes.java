package dev.imas.core.storm;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentAccess;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.OnCallLookup;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.retention.Missing;
import dev.imas.core.scheduler.Timers;
import dev.imas.core.storm.StormViews.ChildView;
import dev.imas.core.storm.StormViews.StormView;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /storms}: the storms of a tenant, what they hold, and how it is released. */
public final class StormRoutes {

  private static final int MOST = 100;
  private static final int LONGEST_REFERENCE = 100;
  private static final int LONGEST_NOTE = 5_000;

  private final Transactions transactions;
  private final IncidentRepository incidents;
  private final IncidentWriter writer;
  private final IncidentAccess access;
  private final Missing missing;
  private final Timers timers;
  private final InstantSource clock;
  private final StormViews views = new StormViews();
  private final HeldRepository storms = new HeldRepository();

  public StormRoutes(
      Transactions transactions,
      IncidentRepository incidents,
      ServiceRepository services,
      IncidentWriter writer,
      OnCallLookup onCall,
      Missing missing,
      Timers timers,
      InstantSource clock) {
    this.transactions = transactions;
    this.incidents = incidents;
    this.writer = writer;
    this.access = new IncidentAccess(services, onCall);
    this.missing = missing;
    this.timers = timers;
    this.clock = clock;
  }

  public void mount(Api api) {
    api.get("/storms", Permission.INCIDENT_READ, this::list);
    api.get("/storms/{id}", Permission.INCIDENT_READ, this::one);
    api.get("/storms/{id}/incidents", Permission.INCIDENT_READ, this::children);
    api.post("/storms/{id}/release", Permission.INCIDENT_ACKNOWLEDGE, this::release);
    api.post("/storms/{id}/resolve", Permission.INCIDENT_RESOLVE, this::resolve);
  }

  private Answer list(Call call) {
    Query query = call.query("open", "limit", "cursor");
    ListRange paging = query.paging();
    Boolean isOpen = query.flag("open");
    return Answer.page(
        transactions.call(call.tenant(), tx -> views.list(tx, isOpen, paging)),
        paging,
        StormView::id);
  }

  private Answer one(Call call) {
    return Answer.ok(transactions.call(call.tenant(), tx -> storm(tx, call)));
  }

  private Answer children(Call call) {
    Query query = call.query("held", "limit", "cursor");
    ListRange paging = query.paging();
    Boolean isHeld = query.flag("held");
    return Answer.page(
        transactions.call(
            call.tenant(), tx -> views.children(tx, storm(tx, call).id(), isHeld, paging)),
        paging,
        ChildView::id);
  }

  private StormView storm(Tx tx, Call call) {
    String reference = call.path("id");
    return incidents
        .findId(tx, reference)
        .await()
        .flatMap(id -> views.find(tx, id))
        .orElseThrow(() -> missing.incident(reference));
  }

  /** The answer says what is asked for. It is done in the moments after it. */
  private Answer release(Call call) {
    Body body = call.body().only("incidents");
    List<String> references = body.texts("incidents", MOST, LONGEST_REFERENCE);
    body.throwIfFaulty();
    boolean all = !body.has("incidents");
    return transactions.call(
        call.tenant(),
        tx -> {
          Incident umbrella = locked(tx, call, Permission.INCIDENT_ACKNOWLEDGE);
          List<UUID> named = all ? null : named(tx, umbrella.id(), references);
          // The timer first, as its work goes from the timer to the children.
          StormRelease.of(timers, tx, List.of(umbrella.id())).await();
          int asked = storms.ask(tx, umbrella.id(), call.author(), named);
          if (asked > 0) {
            writer
                .apply(
                    tx,
                    List.of(
                        IncidentChange.of(umbrella)
                            .then(
                                umbrella.report(
                                    TimelineType.NOTE,
                                    call.author(),
                                    StormWords.asks(asked),
                                    Map.of(StormWords.FACT, true, "released", asked)))))
                .await();
          }
          return Answer.ok(views.find(tx, umbrella.id()).orElseThrow());
        });
  }

  private List<UUID> named(Tx tx, UUID umbrella, List<String> references) {
    List<UUID> named = new ArrayList<>();
    for (int i = 0; i < references.size(); i++) {
      named.add(child(tx, umbrella, references.get(i), "/incidents/" + i));
    }
    return named;
  }

  private UUID child(Tx tx, UUID umbrella, String reference, String pointer) {
    return incidents
        .findId(tx, reference)
        .await()
        .filter(id -> !views.among(tx, umbrella, List.of(id)).isEmpty())
        .orElseThrow(
            () ->
                Fault.invalid(
                    pointer, pointer + ": '" + reference + "' is no incident of this storm"));
  }

  /** Resolves the umbrella, and with it all that it holds. */
  private Answer resolve(Call call) {
    Body body = call.body().only("message", "root_cause");
    String note = body.text("message", LONGEST_NOTE);
    String cause = body.text("root_cause", 2_000);
    body.throwIfFaulty();
    return transactions.call(
        call.tenant(),
        tx -> {
          Incident umbrella = locked(tx, call, Permission.INCIDENT_RESOLVE);
          storms.resolveChildren(tx, umbrella.id(), call.author(), orEmpty(note));
          writer
              .apply(
                  tx,
                  List.of(
                      IncidentChange.of(umbrella)
                          .then(umbrella.resolve(call.author(), now(), note, cause))))
              .await();
          return Answer.ok(views.find(tx, umbrella.id()).orElseThrow());
        });
  }

  private static String orEmpty(@Nullable String note) {
    return note == null ? "" : note;
  }

  /** The umbrella, if the caller may and it is open. */
  private Incident locked(Tx tx, Call call, Permission permission) {
    StormView storm = storm(tx, call);
    Incident umbrella =
        incidents.lock(tx, List.of(storm.id())).await().stream()
            .findFirst()
            .orElseThrow(() -> missing.incident(call.path("id")));
    access.require(tx, call, permission, umbrella, now()).await();
    if (!umbrella.status().isOpen()) {
      throw Fault.conflict(
          "the parent incident "
              + umbrella.shortId()
              + " is resolved, and what it held is released or resolved with it");
    }
    return umbrella;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
