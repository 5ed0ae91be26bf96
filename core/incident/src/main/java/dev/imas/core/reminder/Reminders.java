package dev.imas.core.reminder;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Outage;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.suppressed.SuppressedIncidentRepository;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls teams again to incidents that nobody acknowledges and that no escalation follows (SCH-02,
 * NTF-23). It locks an incident before it reminds of it, as whoever acknowledges does, so no
 * reminder follows an acknowledgement. One run at a time, on a virtual thread.
 */
public final class Reminders {

  private static final Logger log = LoggerFactory.getLogger(Reminders.class);

  /** Incidents of one transaction. If more are due, what was missed is spread. */
  private static final int MOST = 100;

  /** What was missed while nothing looked is told within this time. */
  private static final Duration SPREAD = Duration.ofMinutes(1);

  /** How soon a reminder that waits, since its incident is hidden, is looked at again. */
  private static final Duration HIDDEN = Duration.ofMinutes(1);

  private final Transactions transactions;
  private final IncidentRepository incidents;
  private final IncidentWriter writer;
  private final ReminderConfig config;
  private final InstantSource clock;
  private final ReminderRepository repository = new ReminderRepository();
  private final SuppressedIncidentRepository hidden = new SuppressedIncidentRepository();

  public Reminders(
      Transactions transactions,
      IncidentRepository incidents,
      IncidentWriter writer,
      ReminderConfig config,
      InstantSource clock) {
    this.transactions = transactions;
    this.incidents = incidents;
    this.writer = writer;
    this.config = config;
    this.clock = clock;
  }

  /** Reminds of everything that is due. It fails at the end if a tenant's could not be told. */
  public Future<String> remind() {
    int reminded = 0;
    RuntimeException failure = null;
    for (TenantId tenant : transactions.runUnbound(tx -> repository.tenants(tx, now())).await()) {
      try {
        reminded += remind(tenant);
      } catch (RuntimeException e) {
        failure = e;
        (Outage.isOne(e) ? log.atDebug() : log.atWarn())
            .addKeyValue("tenant", tenant)
            .setCause(e)
            .log("Reminders of a tenant failed; they are tried again");
      }
    }
    return failure == null
        ? Future.succeededFuture(reminded + " reminded")
        : Future.failedFuture(failure);
  }

  private int remind(TenantId tenant) {
    int reminded = 0;
    int limit = MOST;
    while (true) {
      try {
        int most = limit;
        int some = transactions.call(tenant, tx -> remind(tx, most));
        reminded += some;
        if (some == 0) {
          return reminded;
        }
      } catch (RuntimeException e) {
        if (Outage.isOne(e)) {
          throw e;
        }
        if (limit == 1) {
          // What fails alone must not keep the others from being told.
          putOff(tenant, e);
        }
        limit = 1;
      }
    }
  }

  private int remind(Tx tx, int limit) {
    Instant now = now();
    List<UUID> due = repository.due(tx, now, limit).await();
    if (due.size() == MOST) {
      repository.spread(tx, now, SPREAD).await();
      due = repository.due(tx, now, limit).await();
    }
    if (due.isEmpty()) {
      return 0;
    }
    Map<UUID, Incident> locked =
        incidents.lock(tx, due.stream().sorted().toList()).await().stream()
            .collect(Collectors.toMap(Incident::id, incident -> incident));
    // Somebody may have acknowledged, escalated or called between the two.
    Map<UUID, ReminderRepository.State> states = repository.states(tx, due, now).await();
    Set<UUID> paused = hidden.among(tx, due);
    List<UUID> over = new ArrayList<>();
    List<ReminderRepository.Next> next = new ArrayList<>();
    List<IncidentChange> changes = new ArrayList<>();
    for (UUID id : due) {
      ReminderRepository.State state = states.get(id);
      if (state == null) {
        continue; // another process has looked at it
      }
      if (paused.contains(id)) {
        // Nobody is called about what is hidden.
        next.add(new ReminderRepository.Next(id, now.plus(HIDDEN), null));
        continue;
      }
      Incident incident = locked.get(id);
      ReminderConfig own = config.with(state.repeat());
      switch (incident == null
          ? new Due.Over()
          : Due.of(
              incident.status(),
              incident.severity(),
              state.isEscalated(),
              state.called(),
              state.reminded(),
              now,
              own)) {
        case Due.Over() -> over.add(id);
        case Due.Later(Instant at) -> next.add(new ReminderRepository.Next(id, at, null));
        case Due.Now(var since) -> {
          changes.add(
              IncidentChange.of(Objects.requireNonNull(incident))
                  .then(incident.remind(words(since, incident.severity(), own))));
          next.add(
              new ReminderRepository.Next(id, now.plus(own.next(since, incident.severity())), now));
        }
      }
    }
    repository.forget(tx, over).await();
    repository.lookAgain(tx, next, now).await();
    writer.apply(tx, changes).await();
    return due.size();
  }

  private void putOff(TenantId tenant, RuntimeException cause) {
    transactions.call(
        tenant,
        tx -> {
          Instant now = now();
          List<UUID> first = repository.due(tx, now, 1).await();
          log.atWarn()
              .addKeyValue("tenant", tenant)
              .addKeyValue("incidents", first)
              .setCause(cause)
              .log("An incident could not be reminded of; the next reminder is tried");
          Instant later = now.plus(config.every());
          return repository
              .lookAgain(
                  tx,
                  first.stream().map(id -> new ReminderRepository.Next(id, later, null)).toList(),
                  now)
              .await();
        });
  }

  private static String words(@Nullable Duration since, Severity severity, ReminderConfig config) {
    return "Reminder: still unacknowledged"
        + (since == null ? "" : " after " + inWords(since))
        + (!config.isLast(since)
            ? ""
            : ReminderConfig.goesOn(severity)
                ? "; next reminder in " + inWords(config.rarely())
                : "; this is the last reminder");
  }

  private static String inWords(Duration time) {
    return time.toHours() < 2 ? time.toMinutes() + " min" : time.toHours() + " h";
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
