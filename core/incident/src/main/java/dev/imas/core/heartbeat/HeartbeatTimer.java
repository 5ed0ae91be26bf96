package dev.imas.core.heartbeat;

import dev.imas.core.heartbeat.HeartbeatPlanner.Ids;
import dev.imas.core.heartbeat.Pulse.Reach;
import dev.imas.core.heartbeat.Pulse.Verdict;
import dev.imas.core.heartbeat.PulseRepository.Heard;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.Qualification;
import dev.imas.core.incident.ShortId;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.scheduler.Timers;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks how heartbeats fare, when one could have fallen silent, and when a ping changes something.
 * It opens and resolves their incidents in the transaction that ends the timer.
 */
public final class HeartbeatTimer implements TimerKind.Handler {

  public static final String KIND = "heartbeat";

  private final PulseRepository pulses = new PulseRepository();
  private final IncidentRepository incidents;
  private final IncidentWriter writer;
  private final Qualification qualification;
  private final Timers timers;
  private final InstantSource clock;
  private final HeartbeatPlanner planner;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param stillAfter how long after somebody resolved an incident it is reopened, if nothing was
   *     heard since
   */
  public HeartbeatTimer(
      IncidentRepository incidents,
      IncidentWriter writer,
      Qualification qualification,
      Timers timers,
      Duration stillAfter,
      InstantSource clock) {
    this.incidents = incidents;
    this.writer = writer;
    this.qualification = qualification;
    this.timers = timers;
    this.clock = clock;
    this.planner = new HeartbeatPlanner(stillAfter, new NewIds());
  }

  private final class NewIds implements Ids {
    @Override
    public UUID incident() {
      return UuidV7.at(clock.millis());
    }

    @Override
    public String shortId() {
      return ShortId.draw(random);
    }
  }

  public TimerKind kind() {
    return TimerKind.of(KIND, TimerKind.Lane.URGENT, this);
  }

  private static List<UUID> ids(List<DueTimer> due) {
    return due.stream().map(timer -> UUID.fromString(timer.subject())).sorted().toList();
  }

  @Override
  public Future<Void> lock(Tx tx, TenantId tenant, List<DueTimer> claimed) {
    pulses.lock(tx, ids(claimed));
    return Future.succeededFuture();
  }

  @Override
  public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Reach reach = PulseRepository.reach(tx, now);
    Map<UUID, Instant> lagging = PulseRepository.lagging(tx, now);
    List<Heartbeat> looked =
        pulses.lock(tx, ids(due)).stream()
            .map(h -> heard(tx, h.believed(now), now).believed(now))
            .toList();
    Map<UUID, Incident> locked = lockIncidents(tx, looked);
    List<IncidentChange> changes = new ArrayList<>();
    List<NewTimer> next = new ArrayList<>();
    for (Heartbeat heartbeat : looked) {
      Verdict verdict =
          heartbeat.pulse().at(now, reach.of(heartbeat.by(), heartbeat.sourceId(), lagging));
      UUID last = heartbeat.incidentId();
      Optional<IncidentChange> change =
          planner.plan(heartbeat, verdict, last == null ? null : locked.get(last), now);
      change.ifPresent(changes::add);
      save(tx, heartbeat, verdict, change.map(c -> c.after().id()).orElse(last), now);
      HeartbeatPlanner.nextLook(heartbeat, verdict, now)
          .ifPresent(wait -> next.add(NewTimer.after(wait, KIND, heartbeat.id().toString())));
    }
    timers.set(tx, next).await();
    writer.apply(tx, qualification.qualify(tx, changes).await()).await();
    return Future.succeededFuture(
        new TimerKind.Fired(
            looked.size() + " looked at, " + changes.size() + " incidents changed"));
  }

  private Map<UUID, Incident> lockIncidents(Tx tx, List<Heartbeat> of) {
    List<UUID> ids =
        of.stream().map(Heartbeat::incidentId).filter(Objects::nonNull).sorted().toList();
    return ids.isEmpty()
        ? Map.of()
        : incidents.lock(tx, ids).await().stream()
            .collect(Collectors.toMap(Incident::id, incident -> incident));
  }

  private void save(
      Tx tx, Heartbeat heartbeat, Verdict verdict, @Nullable UUID incident, Instant now) {
    Instant silentAfter =
        verdict.state() == HeartbeatState.SILENT ? heartbeat.pulse().beatAt() : null;
    pulses.save(tx, heartbeat, verdict.state(), silentAfter, incident, now);
  }

  /** With the beats that nobody has told core of. */
  private Heartbeat heard(Tx tx, Heartbeat heartbeat, Instant now) {
    return switch (heartbeat.by()) {
      case PING -> heartbeat;
      case ALERT -> heartbeat.heard(pulses.seen(tx, heartbeat.id(), now));
      case SOURCE -> ofSource(tx, heartbeat, now);
    };
  }

  private Heartbeat ofSource(Tx tx, Heartbeat heartbeat, Instant now) {
    UUID source = heartbeat.sourceId();
    if (source == null) {
      return heartbeat;
    }
    Pulse pulse = heartbeat.pulse();
    Instant before = pulse.beatAt();
    Instant since =
        before == null
            ? now.minus(pulse.every()).minus(pulse.grace())
            : before.minus(Duration.ofMinutes(2));
    Heard heard = pulses.heard(tx, source, since, now);
    if (heard == null) {
      return heartbeat;
    }
    // A source of which less than that came in an hour has ended slowly, and not fallen silent.
    boolean counts = heard.inHour() >= heartbeat.leastPerHour() || heartbeat.stored().isTrouble();
    return counts ? heartbeat.heard(heard.at()) : heartbeat.waiting();
  }
}
