package dev.imas.core.storm;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentEnd;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.scheduler.Timers;
import dev.imas.core.tag.ParentIncidentTags;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Looks at a storm again and again until its umbrella is over: raises the umbrella to the most
 * severe incident that it holds, gives it the tags of these, ends the storm when it has been calm
 * for long enough, and resolves the umbrella when nothing is left below it.
 */
final class StormTimer implements TimerKind.Handler {

  private static final String KIND = "storm";

  static final Duration EVERY = Duration.ofSeconds(10);

  /** When the storm has ended, and people work on what is left. */
  private static final Duration LATER = Duration.ofSeconds(30);

  private final HeldRepository storms = new HeldRepository();
  private final StormRepository policies = new StormRepository();
  private final ParentIncidentTags tags = new ParentIncidentTags();
  private final IncidentRepository incidents;
  private final IncidentWriter writer;
  private final Timers timers;
  private final InstantSource clock;

  StormTimer(
      IncidentRepository incidents, IncidentWriter writer, Timers timers, InstantSource clock) {
    this.incidents = incidents;
    this.writer = writer;
    this.timers = timers;
    this.clock = clock;
  }

  TimerKind kind() {
    return TimerKind.of(KIND, TimerKind.Lane.HOUSEKEEPING, this);
  }

  static NewTimer look(UUID umbrella, Duration after) {
    return NewTimer.after(after, KIND, umbrella.toString());
  }

  @Override
  public Future<Void> lock(Tx tx, TenantId tenant, List<DueTimer> claimed) {
    // Before the timers, as the intake does, which locks a storm and may then set its timer.
    return incidents.lock(tx, ids(claimed)).compose(locked -> storms.lock(tx, ids(claimed)));
  }

  private static List<UUID> ids(List<DueTimer> due) {
    return due.stream().map(timer -> UUID.fromString(timer.subject())).distinct().sorted().toList();
  }

  @Override
  public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<Incident> locked = incidents.lock(tx, ids(due)).await();
    Map<UUID, StormLook> looks = storms.look(tx, ids(due), now.minus(StormPolicy.WITHIN));
    StormPolicy policy = policies.stored(tx).await().policy();
    List<IncidentChange> changes = new ArrayList<>();
    List<NewTimer> next = new ArrayList<>();
    for (Incident umbrella : locked) {
      StormLook look = looks.get(umbrella.id());
      if (look == null || !umbrella.status().isOpen()) {
        continue; // closed: StormRelease does the rest
      }
      StormLook.Verdict verdict = look.judge(umbrella.severity(), policy, now);
      storms.keep(tx, umbrella.id(), verdict.calmSince(), verdict.ends(), now);
      changes.add(change(umbrella, look, verdict, policy, now));
      if (!verdict.resolves()) {
        next.add(look(umbrella.id(), look.isEnded() || verdict.ends() ? LATER : EVERY));
      }
    }
    timers.set(tx, next).await();
    return writer
        .apply(tx, tags.add(tx, changes))
        .map(done -> new TimerKind.Fired(looks.size() + " storms looked at"));
  }

  private static IncidentChange change(
      Incident umbrella,
      StormLook look,
      StormLook.Verdict verdict,
      StormPolicy policy,
      Instant now) {
    IncidentChange change = IncidentChange.of(umbrella);
    Severity worse = verdict.raisesTo();
    if (worse != null) {
      change =
          change.then(
              umbrella.raise(worse, Incident.SYSTEM, now, StormWords.rises(worse.toString())));
      if (change.after().isBroughtBack()) {
        change = change.then(change.after().refire(now, StormWords.isBroughtBack()));
      }
    }
    if (verdict.ends()) {
      String words =
          StormWords.ends(policy.isActive(), policy.endsAfter(), look.held(), look.open());
      change =
          change.then(
              change
                  .after()
                  .report(
                      TimelineType.NOTE,
                      Incident.SYSTEM,
                      words,
                      Map.of(StormWords.FACT, true, "held", look.held(), "open", look.open())));
    }
    return verdict.resolves()
        ? change.then(change.after().resolve(IncidentEnd.By.STORM, now, StormWords.resolves()))
        : change;
  }
}
