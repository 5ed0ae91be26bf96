package dev.imas.core.stakeholder;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.IdempotencyKey;
import dev.imas.core.http.Principal.Person;
import dev.imas.core.incident.ActiveIncident;
import dev.imas.core.incident.Author;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.Pager;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.retention.Missing;
import dev.imas.core.servicelevel.UpdateIntervals;
import dev.imas.core.stakeholder.StakeholderView.Next;
import dev.imas.core.stakeholder.StakeholderView.Updates;
import dev.imas.core.stakeholder.UpdateRepository.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /incidents/{id}/updates}: what stakeholders were told, and when they hear more. */
final class UpdateRoutes {

  private static final String ALL = "/incidents/{id}/updates";
  private static final String NEXT = ALL + "/next";
  private static final int LONGEST = 2_000;

  private final Transactions transactions;
  private final IncidentRepository incidents;
  private final ActiveIncident active;
  private final UpdateRepository repository;
  private final InformerRepository informers = new InformerRepository();
  private final UpdateIntervals intervals;
  private final Pager pager;
  private final Updating updating;
  private final Missing missing;
  private final InstantSource clock;

  UpdateRoutes(
      Transactions transactions,
      IncidentRepository incidents,
      ActiveIncident active,
      UpdateRepository repository,
      UpdateIntervals intervals,
      Pager pager,
      Updating updating,
      Missing missing,
      InstantSource clock) {
    this.transactions = transactions;
    this.incidents = incidents;
    this.active = active;
    this.repository = repository;
    this.intervals = intervals;
    this.pager = pager;
    this.updating = updating;
    this.missing = missing;
    this.clock = clock;
  }

  void mount(Api api) {
    api.get(ALL, Permission.INCIDENT_READ, this::list);
    api.postOnce(ALL, Permission.INCIDENT_ACKNOWLEDGE, this::send);
    api.put(NEXT, Permission.INCIDENT_ACKNOWLEDGE, this::promise);
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
              return updates(tx, incidents.read(tx, List.of(id)).await().get(0));
            }));
  }

  private Updates updates(Tx tx, Incident incident) {
    Instant now = clock.instant();
    Promise promise = repository.promise(tx, incident.id());
    boolean isOpen = incident.status().isOpen();
    Duration every = isOpen ? intervals.of(tx, incident.severity()) : null;
    return new Updates(
        repository.list(tx, incident.id()),
        isOpen ? next(tx, promise, now) : null,
        every == null ? null : every.toString(),
        pager.audience(tx, incident.id()).await(),
        !isOpen && incident.mergedInto() == null && !promise.isClosed());
  }

  private @Nullable Next next(Tx tx, Promise promise, Instant now) {
    Promise.Next next = promise.next();
    if (next == null) {
      return null;
    }
    Person informer = informers.find(tx, promise.incident(), now);
    return new Next(
        next.by(),
        next.author(),
        !now.isBefore(next.by()),
        informer == null ? null : informer.username());
  }

  private Answer send(Call call) {
    Body body = call.body().only("status", "message", "next_by");
    String wanted = body.requiredText("status", 40);
    UpdateStatus status = UpdateStatus.named(wanted).orElse(null);
    if (status == null && !wanted.isEmpty()) {
      body.fault(
          "/status", "'" + wanted + "' is not one of " + String.join(", ", UpdateStatus.names()));
    }
    String message = body.requiredText("message", LONGEST).strip();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    boolean isSaid = body.has("next_by");
    Instant nextBy = future(body, "next_by", now);
    body.throwIfFaulty();
    Request request = request(call, wanted, message, isSaid, nextBy);
    return transactions.call(
        call.tenant(),
        tx -> {
          Incident locked = active.lock(tx, call, Permission.INCIDENT_ACKNOWLEDGE, call.path("id"));
          if (request != null && isRepeated(tx, locked, request)) {
            return Answer.ok(updates(tx, locked)).with("idempotent-replayed", "true");
          }
          boolean isLast = !locked.status().isOpen() || status == UpdateStatus.RESOLVED;
          if (isLast && nextBy != null) {
            throw Fault.invalid(
                "/next_by", "/next_by: this is the last update, so promise no next one");
          }
          updating.send(
              tx,
              locked,
              Objects.requireNonNull(status),
              message,
              isSaid || isLast ? nextBy : usual(tx, locked, now),
              pager.audience(tx, locked.id()).await(),
              request,
              Author.of(call.principal()),
              now);
          return Answer.created(
              Api.BASE + "/incidents/" + call.path("id") + "/updates",
              (Object) updates(tx, incidents.read(tx, List.of(locked.id())).await().get(0)));
        });
  }

  private static @Nullable Request request(Call call, @Nullable Object... asked) {
    String key = IdempotencyKey.of(call);
    return key == null
        ? null
        : new Request(Credential.hash(key), Credential.hash(Arrays.toString(asked)));
  }

  private boolean isRepeated(Tx tx, Incident locked, Request request) {
    Optional<Boolean> given = repository.given(tx, locked.id(), request);
    if (given.isPresent() && !given.get()) {
      throw IdempotencyKey.ofAnotherRequest();
    }
    return given.isPresent();
  }

  /** When the next update is due where nobody says it. */
  private @Nullable Instant usual(Tx tx, Incident incident, Instant now) {
    Duration every = intervals.of(tx, incident.severity());
    return every == null ? null : now.plus(every);
  }

  private Answer promise(Call call) {
    Body body = call.body().only("by");
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    if (!body.has("by")) {
      body.fault("/by", "is missing; null takes the promise back");
    }
    Instant by = future(body, "by", now);
    body.throwIfFaulty();
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx -> {
              Incident locked =
                  active.lock(tx, call, Permission.INCIDENT_ACKNOWLEDGE, call.path("id"));
              if (!locked.status().isOpen()) {
                throw Fault.conflict(
                    locked.shortId() + " is resolved, so no next update can be promised");
              }
              updating.promise(tx, locked, by, Author.of(call.principal()), now);
              return updates(tx, incidents.read(tx, List.of(locked.id())).await().get(0));
            }));
  }

  private static @Nullable Instant future(Body body, String member, Instant now) {
    Instant at = body.time(member);
    if (at != null && (!at.isAfter(now) || at.isAfter(now.plus(Promise.LONGEST)))) {
      body.fault("/" + member, "must lie ahead, by " + Promise.LONGEST.toDays() + " days at most");
    }
    return at;
  }
}
