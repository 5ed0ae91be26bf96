package dev.imas.core.snooze;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.incident.ActiveIncident;
import dev.imas.core.incident.Author;
import dev.imas.core.incident.Incident;
import dev.imas.core.platform.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** {@code /incidents/{id}/snooze}. */
final class SnoozeRoutes {

  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final int LONGEST_MESSAGE = 5_000;

  record Snoozed(UUID incident, @JsonProperty("snoozed_until") Instant until) {}

  private final Transactions transactions;
  private final ActiveIncident incidents;
  private final Snoozing snoozing;
  private final InstantSource clock;

  SnoozeRoutes(
      Transactions transactions, ActiveIncident incidents, Snoozing snoozing, InstantSource clock) {
    this.transactions = transactions;
    this.incidents = incidents;
    this.snoozing = snoozing;
    this.clock = clock;
  }

  void mount(Api api) {
    api.post("/incidents/{id}/snooze", Permission.INCIDENT_ACKNOWLEDGE, this::snooze);
  }

  private Answer snooze(Call call) {
    Body body = call.body().only("until", "for", "message");
    Instant asked = body.time("until");
    Duration length = body.duration("for", SHORTEST, LONGEST, "a duration from PT1M to P7D");
    String message = body.text("message", LONGEST_MESSAGE, "").strip();
    if (asked == null && length == null && !body.has("until") && !body.has("for")) {
      body.fault("/until", "is missing; say until when, or for how long with for");
    }
    if (body.has("until") && body.has("for")) {
      body.fault("/for", "says the same as until; send one of them");
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Instant until = asked == null ? now.plus(length == null ? SHORTEST : length) : asked;
    if (asked != null) {
      mustBeNear(body, now, asked);
    }
    body.throwIfFaulty();
    return Answer.ok(
        transactions.insist(
            call.tenant(),
            tx -> {
              Incident incident =
                  incidents.lock(tx, call, Permission.INCIDENT_ACKNOWLEDGE, call.path("id"));
              snoozing.snooze(
                  tx,
                  incident,
                  Author.of(call.principal()),
                  now,
                  until,
                  message.isEmpty() ? null : message);
              return new Snoozed(incident.id(), until);
            }));
  }

  private static void mustBeNear(Body body, Instant now, Instant until) {
    Duration ahead = Duration.between(now, until);
    if (ahead.compareTo(SHORTEST) < 0 || ahead.compareTo(LONGEST) > 0) {
      body.fault("/until", "is " + until + "; it must be one minute to 7 days ahead");
    }
  }
}
