package dev.imas.core.paging;

import dev.imas.core.platform.Pipeline;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.Timers;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what the steps of many runs did, with the timers of what follows, and writes it in a few
 * statements.
 */
final class Stepping {

  /** A run that begins, and why it follows its policy. */
  record Begun(Run run, Object why) {}

  /**
   * A step that was taken or passed over.
   *
   * @param seq the timeline's seq under which its messages go out; null if it tells nobody
   */
  record Recorded(Run run, Firing firing, @Nullable Integer seq, Instant dueAt, Instant at) {}

  private final RunRepository runs;
  private final Timers timers;
  private final Instant at;
  private final List<Begun> begun = new ArrayList<>();
  private final List<Run> proceeding = new ArrayList<>();
  private final List<Recorded> recorded = new ArrayList<>();
  private final List<NewTimer> due = new ArrayList<>();

  Stepping(RunRepository runs, Timers timers, Instant at) {
    this.runs = runs;
    this.timers = timers;
    this.at = at;
  }

  /** A run that is new, and what comes first in it. */
  void begin(Run run, Object why, Walk.Next first) {
    begun.add(new Begun(run.expecting(first.place(), at.plus(first.after()), false), why));
    await(run, first);
  }

  /**
   * A new run whose first steps are taken at once.
   *
   * @param seq the timeline's seq under which their messages go out
   */
  void begin(Run run, Object why, Walk walk, int seq) {
    begun.add(new Begun(after(run, walk), why));
    record(run, walk, seq, at);
  }

  /**
   * The steps of a run that was under way.
   *
   * @param dueAt when the first of them was due
   */
  void proceed(Run run, Walk walk, int seq, Instant dueAt) {
    proceeding.add(after(run, walk));
    record(run, walk, seq, dueAt);
  }

  /** Sets a run that was under way to another place. */
  void proceed(Run run, Walk.Next next) {
    proceeding.add(run.expecting(next.place(), at.plus(next.after()), run.foundSomebody()));
    await(run, next);
  }

  private Run after(Run run, Walk walk) {
    return run.expecting(walk.next().place(), at.plus(walk.next().after()), walk.foundSomebody());
  }

  private void record(Run run, Walk walk, int seq, Instant dueAt) {
    for (Firing firing : walk.fired()) {
      boolean tells = firing.kind() == Firing.Kind.TOLD;
      recorded.add(new Recorded(run, firing, tells ? seq : null, dueAt, at));
    }
    walk.telling()
        .ifPresent(firing -> firing.later().forEach(later -> due.add(timer(run, seq, later))));
    await(run, walk.next());
  }

  private static NewTimer timer(Run run, int seq, Firing.LaterCall later) {
    return NewTimer.after(
            later.call().after(), Escalation.CALL, run.incident() + ":" + later.call().method())
        .with(TimerPayload.of(run, seq, later));
  }

  private void await(Run run, Walk.Next next) {
    due.add(
        NewTimer.after(next.after(), Escalation.STEP, run.incident().toString())
            .with(TimerPayload.of(run)));
  }

  Future<Void> write(Tx tx) {
    return Pipeline.join(
            List.of(
                runs.start(tx, begun),
                runs.proceed(tx, proceeding),
                runs.record(tx, recorded),
                timers.set(tx, due)))
        .mapEmpty();
  }
}
