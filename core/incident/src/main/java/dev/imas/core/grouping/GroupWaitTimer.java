package dev.imas.core.grouping;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.scheduler.Timers;
import dev.imas.core.suppressed.SuppressedIncidentRepository;
import dev.imas.core.work.Backoff;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Tells people of an incident whose first word has waited for its group. Nobody is told if it is
 * over by then or somebody has taken it on, and nobody twice: whatever called people meanwhile, as
 * a rise of its severity, was the first word. While all of its alerts are hidden, it goes on
 * waiting.
 */
public final class GroupWaitTimer implements TimerKind.Handler {

  private static final String KIND = "group-wait";
  private static final int MOST = 20;

  /** What is hidden is looked at again after this time. */
  private static final Duration AGAIN = Duration.ofSeconds(15);

  /**
   * @param seconds of the rule's wait
   */
  private record Payload(long seconds) {}

  private final WaitingRepository waiting = new WaitingRepository();
  private final SuppressedIncidentRepository hidden = new SuppressedIncidentRepository();
  private final IncidentRepository incidents;
  private final IncidentWriter writer;
  private final Timers timers;

  public GroupWaitTimer(IncidentRepository incidents, IncidentWriter writer, Timers timers) {
    this.incidents = incidents;
    this.writer = writer;
    this.timers = timers;
  }

  public TimerKind kind() {
    return new TimerKind(
        KIND,
        TimerKind.Lane.URGENT,
        new TimerKind.Work.InTransaction(this, MOST),
        Backoff.OF_A_ROW);
  }

  static NewTimer after(Duration time, UUID incident, Duration wait) {
    return NewTimer.after(time, KIND, incident.toString())
        .with(Json.write(new Payload(wait.toSeconds())));
  }

  @Override
  public Future<Void> lock(Tx tx, TenantId tenant, List<DueTimer> claimed) {
    return incidents.lock(tx, ids(claimed)).mapEmpty();
  }

  private static List<UUID> ids(List<DueTimer> timers) {
    return timers.stream().map(GroupWaitTimer::incident).distinct().sorted().toList();
  }

  private static UUID incident(DueTimer timer) {
    return UUID.fromString(timer.subject());
  }

  @Override
  public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
    Map<UUID, Incident> locked =
        incidents.lock(tx, ids(due)).await().stream()
            .collect(Collectors.toMap(Incident::id, incident -> incident));
    Set<UUID> told = waiting.told(tx, ids(due));
    Set<UUID> paused = hidden.among(tx, ids(due));
    List<IncidentChange> telling = new ArrayList<>();
    List<NewTimer> again = new ArrayList<>();
    for (DueTimer timer : due) {
      UUID id = incident(timer);
      Incident incident = locked.get(id);
      if (incident == null || incident.status() != IncidentStatus.TRIGGERED || told.contains(id)) {
        continue;
      }
      Duration wait = Duration.ofSeconds(Json.read(timer.payload(), Payload.class).seconds());
      if (paused.contains(id)) {
        again.add(after(AGAIN, id, wait));
      } else {
        telling.add(IncidentChange.of(incident).then(incident.tell(words(incident, wait))));
      }
    }
    timers.set(tx, again).await();
    return writer.apply(tx, telling).map(done -> new TimerKind.Fired(telling.size() + " notified"));
  }

  private static String words(Incident incident, Duration wait) {
    int firing = incident.counts().firing();
    return "Told after "
        + wait.toSeconds()
        + " s for its group: "
        + (firing == 1 ? "1 alert fires" : firing + " alerts fire");
  }
}
