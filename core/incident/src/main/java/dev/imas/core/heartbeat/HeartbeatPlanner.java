package dev.imas.core.heartbeat;

import dev.imas.core.heartbeat.Pulse.Verdict;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentEnd;
import dev.imas.core.incident.NewIncident;
import dev.imas.core.incident.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the state of a heartbeat means for its incident. Pure. */
final class HeartbeatPlanner {

  /** How often core looks at one that is silent, or whose beats it must look for. */
  static final Duration LOOKS = Duration.ofSeconds(30);

  private static final Duration LOOKS_AT_MOST = Duration.ofMinutes(5);

  /** The id and the name of a new incident. */
  interface Ids {
    UUID incident();

    String shortId();
  }

  private final Duration stillAfter;
  private final Ids ids;

  /**
   * @param stillAfter after that time an incident that somebody has resolved is reopened, if
   *     nothing was heard since
   */
  HeartbeatPlanner(Duration stillAfter, Ids ids) {
    this.stillAfter = stillAfter;
    this.ids = ids;
  }

  /** An incident has this group key as long as it is open, so there is one. */
  static String groupKey(UUID heartbeat) {
    return "heartbeat:" + heartbeat;
  }

  /**
   * @param incident the last one of the heartbeat, locked; null if there was none
   */
  Optional<IncidentChange> plan(
      Heartbeat heartbeat, Verdict verdict, @Nullable Incident incident, Instant now) {
    if (!verdict.state().isTrouble()) {
      return incident != null && incident.status().isOpen()
          ? Optional.of(end(incident, ending(heartbeat, verdict.state()), now))
          : Optional.empty();
    }
    if (incident == null) {
      return Optional.of(IncidentChange.opening(open(heartbeat, verdict, now)));
    }
    if (incident.status().isOpen()) {
      return Optional.empty();
    }
    return heartbeat.stored().isTrouble()
        ? stillInTrouble(heartbeat, verdict, incident, now)
        : Optional.of(IncidentChange.opening(open(heartbeat, verdict, now)));
  }

  static IncidentChange end(Incident incident, String why, Instant now) {
    return IncidentChange.of(incident).then(incident.resolve(IncidentEnd.By.ALERTS, now, why));
  }

  private Optional<IncidentChange> stillInTrouble(
      Heartbeat heartbeat, Verdict verdict, Incident resolved, Instant now) {
    Instant end = resolved.clocks().resolvedAt();
    if (end == null || end.plus(stillAfter).isAfter(now)) {
      return Optional.empty();
    }
    String why = "Reopened: " + explain(heartbeat, verdict.state(), now);
    return Optional.of(
        IncidentChange.of(resolved).then(resolved.reopen(Incident.SYSTEM, now, why)));
  }

  private Step open(Heartbeat heartbeat, Verdict verdict, Instant now) {
    HeartbeatState state = verdict.state();
    String explanation = explain(heartbeat, state, now);
    Map<String, Object> facts = new TreeMap<>();
    facts.put("heartbeat", heartbeat.id().toString());
    facts.put("state", state.wireName());
    Instant due = verdict.dueAt();
    Instant failed = heartbeat.pulse().failedAt();
    return Incident.open(
        new NewIncident(
            ids.incident(),
            ids.shortId(),
            (state == HeartbeatState.FAILED ? "Failed: " : "No heartbeat: ") + heartbeat.name(),
            explanation + "\n\n" + expectation(heartbeat),
            heartbeat.serviceId(),
            heartbeat.severity(),
            Incident.Origin.HEARTBEAT,
            groupKey(heartbeat.id()),
            true,
            Incident.SYSTEM,
            failed != null ? failed : due != null && due.isBefore(now) ? due : now,
            null),
        explanation,
        facts,
        now);
  }

  private static String explain(Heartbeat heartbeat, HeartbeatState state, Instant now) {
    Pulse pulse = heartbeat.pulse();
    if (state == HeartbeatState.FAILED) {
      String run = heartbeat.runId();
      return "'"
          + heartbeat.name()
          + "' has said at "
          + pulse.failedAt()
          + " that it failed"
          + (run == null ? "" : ", in the run " + run);
    }
    Instant last = pulse.beatAt();
    return "'"
        + heartbeat.name()
        + "' is silent: "
        + (last == null
            ? "there was no beat"
            : "its last beat came at " + last + ", " + words(Duration.between(last, now)) + " ago");
  }

  private static String expectation(Heartbeat heartbeat) {
    Pulse pulse = heartbeat.pulse();
    String what =
        switch (heartbeat.by()) {
          case PING -> "A ping is expected";
          case ALERT ->
              "An alert that matches " + String.join(", ", heartbeat.matchers()) + " is expected";
          case SOURCE ->
              "The source "
                  + heartbeat.sourceName()
                  + " usually posts at least "
                  + heartbeat.leastPerHour()
                  + " an hour. Something is expected of it";
        };
    return what
        + " every "
        + words(pulse.every())
        + ", with a grace of "
        + words(pulse.grace())
        + ". The next beat resolves this incident.";
  }

  private static String ending(Heartbeat heartbeat, HeartbeatState state) {
    return switch (state) {
      case OFF -> "The heartbeat was switched off";
      case WAITING -> "The heartbeat was changed, and waits for its first beat";
      case ALIVE, LATE, SILENT, FAILED -> "It beats again: at " + heartbeat.pulse().beatAt();
    };
  }

  /** As {@code 1 d 2 h}: its two largest parts. */
  static String words(Duration duration) {
    long[] parts = {
      duration.toDays(), duration.toHoursPart(), duration.toMinutesPart(), duration.toSecondsPart()
    };
    String[] units = {"d", "h", "min", "s"};
    StringBuilder words = new StringBuilder();
    int written = 0;
    for (int i = 0; i < parts.length && written < 2; i++) {
      if (parts[i] > 0) {
        words.append(words.isEmpty() ? "" : " ").append(parts[i]).append(' ').append(units[i]);
        written++;
      } else if (written > 0) {
        break;
      }
    }
    return words.isEmpty() ? "0 s" : words.toString();
  }

  /** When core must look again; empty if a ping wakes it. */
  static Optional<Duration> nextLook(Heartbeat heartbeat, Verdict verdict, Instant now) {
    boolean mustLook = heartbeat.by() != BeatsBy.PING;
    return switch (verdict.state()) {
      case OFF -> Optional.empty();
      case WAITING -> mustLook ? Optional.of(LOOKS) : Optional.empty();
      case SILENT, FAILED -> Optional.of(LOOKS);
      case ALIVE, LATE -> {
        Instant silent = verdict.silentAt();
        // If it has passed, core waits for gateways to say that nothing came.
        Duration left =
            silent == null || !silent.isAfter(now)
                ? Duration.ofSeconds(5)
                : Duration.between(now, silent);
        yield Optional.of(mustLook ? least(left, often(heartbeat.pulse().every())) : left);
      }
    };
  }

  /** So that the last beat that is shown is not an old one. */
  private static Duration often(Duration every) {
    Duration quarter = every.dividedBy(4);
    return quarter.compareTo(LOOKS) < 0 ? LOOKS : least(quarter, LOOKS_AT_MOST);
  }

  private static Duration least(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
