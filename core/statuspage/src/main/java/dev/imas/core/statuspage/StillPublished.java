package dev.imas.core.statuspage;

import dev.imas.core.bus.Saying;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.scheduler.Timers;
import dev.imas.core.stakeholder.InformerNotices;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Reminds people of what is still open on the status page: half an hour after its incident was
 * resolved, and at once if that was merged into another (C68). The page itself only changes when
 * somebody writes on it.
 */
final class StillPublished implements IncidentReaction, TimerKind.Handler {

  private static final String KIND = "status-page";
  private static final Duration AFTER_RESOLUTION = Duration.ofMinutes(30);

  /** What its timers carry. */
  record Look(boolean merged) {}

  private final IncidentRepository incidents = new IncidentRepository();
  private final PublishedRepository published;
  private final InformerNotices notices;
  private final Timers timers;
  private final InstantSource clock;

  StillPublished(
      PublishedRepository published, InformerNotices notices, Timers timers, InstantSource clock) {
    this.published = published;
    this.notices = notices;
    this.timers = timers;
    this.clock = clock;
  }

  TimerKind kind() {
    return TimerKind.of(KIND, TimerKind.Lane.HOUSEKEEPING, this);
  }

  @Override
  public Future<Void> react(Tx tx, List<IncidentChange> changes) {
    List<UUID> ended = new ArrayList<>();
    List<UUID> targets = new ArrayList<>();
    for (IncidentChange change : changes) {
      Incident before = change.before();
      Incident after = change.after();
      if (before != null && before.status().isOpen() && !after.status().isOpen()) {
        UUID target = after.mergedInto();
        if (target == null) {
          ended.add(after.id());
        } else {
          targets.add(target);
        }
      }
    }
    if (ended.isEmpty() && targets.isEmpty()) {
      return Future.succeededFuture();
    }
    List<UUID> all = new ArrayList<>(ended);
    all.addAll(targets);
    return published
        .openAbout(tx, all)
        .compose(
            about ->
                timers.set(
                    tx, about.stream().map(one -> look(one, targets.contains(one))).toList()));
  }

  private NewTimer look(UUID incident, boolean isMerged) {
    return isMerged
        ? NewTimer.after(Duration.ZERO, KIND, incident.toString()).with(Json.write(new Look(true)))
        : NewTimer.at(clock.instant().plus(AFTER_RESOLUTION), KIND, incident.toString());
  }

  @Override
  public Future<Void> lock(Tx tx, TenantId tenant, List<DueTimer> claimed) {
    return incidents.lock(tx, ids(claimed)).mapEmpty();
  }

  private static List<UUID> ids(List<DueTimer> due) {
    return due.stream().map(timer -> UUID.fromString(timer.subject())).sorted().toList();
  }

  @Override
  public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
    Instant now = clock.instant();
    Set<String> merged = new HashSet<>();
    due.stream()
        .filter(timer -> Json.read(timer.payload(), Look.class).merged())
        .forEach(timer -> merged.add(timer.subject()));
    List<Incident> locked = incidents.lock(tx, ids(due)).await();
    Set<UUID> still = published.openAbout(tx, locked.stream().map(Incident::id).toList()).await();
    int told = 0;
    for (Incident incident : locked) {
      boolean isMerged = merged.contains(incident.id().toString());
      // One that is open again, or was merged itself meanwhile, is nobody's matter here.
      if (still.contains(incident.id()) && incident.status().isOpen() == isMerged) {
        notices.send(
            tx,
            incident,
            "published " + now,
            Saying.of(isMerged ? "published.merged" : "published.open", incident.shortId()),
            Saying.of(isMerged ? "published.merged.text" : "published.open.text"),
            now);
        told++;
      }
    }
    return Future.succeededFuture(new TimerKind.Fired(told + " reminders sent"));
  }
}
