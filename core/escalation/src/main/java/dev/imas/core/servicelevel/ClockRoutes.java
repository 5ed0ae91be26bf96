package dev.imas.core.servicelevel;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Query;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentAccess;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.retention.Missing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /incidents/{id}/clocks} and {@code /holds}. */
final class ClockRoutes {

  private static final Duration LONGEST_HOLD = Duration.ofHours(72);
  private static final int LONGEST_MESSAGE = 1_000;

  private final Transactions transactions;
  private final IncidentRepository incidents;
  private final IncidentAccess access;
  private final ClockStore store;
  private final ClockHoldRepository current = new ClockHoldRepository();
  private final ForecastRepository forecasts = new ForecastRepository();
  private final ClockHolds holds;
  private final Missing missing;
  private final InstantSource clock;

  ClockRoutes(
      Transactions transactions,
      IncidentRepository incidents,
      IncidentAccess access,
      ClockStore store,
      ClockHolds holds,
      Missing missing,
      InstantSource clock) {
    this.transactions = transactions;
    this.incidents = incidents;
    this.access = access;
    this.store = store;
    this.holds = holds;
    this.missing = missing;
    this.clock = clock;
  }

  void mount(Api api) {
    api.get("/incidents/{id}/clocks", Permission.INCIDENT_READ, this::clocks);
    api.post("/incidents/{id}/holds", Permission.INCIDENT_EDIT, this::hold);
    api.post("/incidents/{id}/holds/release", Permission.INCIDENT_EDIT, this::release);
  }

  private Answer clocks(Call call) {
    Query query = call.query("explain", "forecast");
    boolean explain = Boolean.TRUE.equals(query.flag("explain"));
    boolean forecast = Boolean.TRUE.equals(query.flag("forecast"));
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx -> {
              UUID id = id(tx, call.path("id"));
              ClockView.All all = shown(tx, id, explain);
              return forecast ? forecast(tx, id, all) : all;
            }));
  }

  private ClockView.All forecast(Tx tx, UUID id, ClockView.All all) {
    Instant now = now();
    return new ClockView.All(
        all.clocks().stream().map(one -> one.with(forecast(tx, id, one, now))).toList());
  }

  private ClockView.@Nullable Forecast forecast(Tx tx, UUID id, ClockView.Line line, Instant now) {
    Duration goal = line.goal();
    if (goal == null || line.endedAt() != null || line.breachedAt() != null) {
      return null;
    }
    return forecasts
        .find(tx, id, line.kind(), goal, line.consumed(), now)
        .map(found -> new ClockView.Forecast(found.alike(), found.incidents(), found.met()))
        .orElse(null);
  }

  private ClockView.All shown(Tx tx, UUID id, boolean explain) {
    Instant now = now();
    ClockStore.Read read = store.read(tx, List.of(id), List.of()).await();
    ClockView.Hold hold = current.current(tx, id);
    return new ClockView.All(
        read.of(id).stream().map(one -> ClockView.of(one, hold, now, explain)).toList());
  }

  private Answer hold(Call call) {
    UUID id = transactions.call(call.tenant(), tx -> id(tx, call.path("id")));
    Body body = call.body().only("reason", "until", "message");
    HoldReason reason = reason(body);
    Instant until = until(body);
    String message = message(body);
    return transactions.call(
        call.tenant(),
        tx -> {
          Incident locked = locked(tx, call, id);
          body.throwIfFaulty();
          if (reason != null && until != null) {
            holds.hold(tx, locked, new ClockHolds.Asked(reason, message, call.author(), until));
          }
          return Answer.ok(shown(tx, id, false));
        });
  }

  private Answer release(Call call) {
    UUID id = transactions.call(call.tenant(), tx -> id(tx, call.path("id")));
    Body body = call.body().only();
    return transactions.call(
        call.tenant(),
        tx -> {
          Incident locked = locked(tx, call, id);
          body.throwIfFaulty();
          holds.release(tx, locked, call.author());
          return Answer.ok(shown(tx, id, false));
        });
  }

  private @Nullable HoldReason reason(Body body) {
    String text = body.text("reason", 40);
    HoldReason reason = text == null ? null : HoldReason.named(text).orElse(null);
    if (reason == null) {
      body.fault("/reason", "must be customer, vendor, change_window or observation");
    }
    return reason;
  }

  private @Nullable Instant until(Body body) {
    Instant until = body.time("until");
    Instant now = now();
    if (until == null) {
      if (!body.has("until")) {
        body.fault("/until", "is missing; say when the hold ends, at most 72 hours from now");
      }
    } else if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_HOLD))) {
      body.fault("/until", "must lie ahead, at most 72 hours from now");
    }
    return until == null ? null : until.truncatedTo(ChronoUnit.MICROS);
  }

  private static @Nullable String message(Body body) {
    String message = body.text("message", LONGEST_MESSAGE, "").strip();
    return message.isEmpty() ? null : message;
  }

  private Incident locked(Tx tx, Call call, UUID id) {
    Incident locked =
        incidents.lock(tx, List.of(id)).await().stream()
            .findFirst()
            .orElseThrow(() -> missing.incident(id.toString()));
    access.require(tx, call, Permission.INCIDENT_EDIT, locked, clock.instant()).await();
    return locked;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private UUID id(Tx tx, String reference) {
    return incidents.findId(tx, reference).await().orElseThrow(() -> missing.incident(reference));
  }
}
