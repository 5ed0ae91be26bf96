package dev.imas.core.drill;

import dev.imas.core.bus.Saying;
import dev.imas.core.drill.Drill.State;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.notice.Notice;
import dev.imas.core.notice.NoticeKind;
import dev.imas.core.notice.NoticeReceiver;
import dev.imas.core.notice.NoticeReceivers;
import dev.imas.core.notice.Notices;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.scheduler.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Tells what went wrong in drills that were started by a schedule, a little after their end: who
 * could not be reached, which steps found nobody, and which messages failed. Whoever owns the
 * schedule is told, else the team's channels, else the fallback. What went well is told to nobody;
 * the reports are there.
 */
public final class DrillReporter implements TimerKind.Handler {

  public static final String KIND = "drill-report";

  /** After this the last messages were accepted or have failed. */
  static final Duration AFTER = Duration.ofMinutes(2);

  private static final int MOST_LINES = 20;

  private final Notices notices;
  private final NoticeReceivers receivers;
  private final InstantSource clock;
  private final DrillRepository drills = new DrillRepository();
  private final ReportRepository reports = new ReportRepository();
  private final DrillScheduleRepository schedules = new DrillScheduleRepository();

  public DrillReporter(Notices notices, NoticeReceivers receivers, InstantSource clock) {
    this.notices = notices;
    this.receivers = receivers;
    this.clock = clock;
  }

  public TimerKind kind() {
    return TimerKind.of(KIND, TimerKind.Lane.HOUSEKEEPING, this);
  }

  /** A drill has just ended. Its report follows if a schedule has started it. */
  static void ended(Tx tx, Timers timers, Drill drill) {
    if (drill.schedule().isPresent()) {
      timers.set(tx, List.of(NewTimer.after(AFTER, KIND, drill.id().toString()))).await();
    }
  }

  @Override
  public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
    int told = 0;
    for (DueTimer timer : due) {
      Drill drill = drills.find(tx, UUID.fromString(timer.subject())).orElse(null);
      if (drill != null) {
        told += tell(tx, drill);
      }
    }
    return Future.succeededFuture(new TimerKind.Fired(told + " notified"));
  }

  private int tell(Tx tx, Drill drill) {
    List<Saying> faults = faults(reports.of(tx, drill), drill.state());
    if (faults.isEmpty()) {
      return 0;
    }
    DrillScheduleView schedule =
        drill.schedule().flatMap(id -> schedules.find(tx, id, clock.instant())).orElse(null);
    Notice notice =
        new Notice(
            NoticeKind.DRILL_REPORT,
            drill.id(),
            "report",
            Severity.SEV3_MEDIUM,
            Saying.of("drill.report", drill.serviceName()),
            Saying.joined("\n", faults)
                .line(
                    Saying.of(
                        "drill.report.by",
                        drill.startedAt(),
                        schedule == null ? drill.startedBy() : schedule.name())),
            "/drills/" + drill.id());
    UUID owner = schedule == null || schedule.owner() == null ? null : schedule.owner().id();
    return notices.send(
        tx, notice, to(tx, owner == null ? List.of() : List.of(owner), drill.team()));
  }

  /** What a report shows that should not be, line by line; empty if all was well. */
  static List<Saying> faults(DrillReport report, State state) {
    Set<Saying> faults = new LinkedHashSet<>();
    if (state == State.STOPPED) {
      faults.add(Saying.of("drill.removed"));
    }
    for (String name : report.summary().unreachable()) {
      faults.add(Saying.of("drill.unreachable", name));
    }
    for (DrillReport.Step step : report.steps()) {
      if (step.outcome().equals("nobody")) {
        faults.add(Saying.of("drill.nobody", step.step()));
      }
      for (DrillReport.Sent sent : step.messages()) {
        if (sent.status().equals("dead")) {
          faults.add(Saying.of("drill.failed", sent.name(), sent.channel(), sent.error()));
        }
      }
    }
    List<Saying> lines = new ArrayList<>(faults);
    return lines.size() <= MOST_LINES ? lines : lines.subList(0, MOST_LINES);
  }

  /** A drill could not be started at its time. */
  void notStarted(Tx tx, DrillScheduleView schedule, Instant due, String why) {
    Notice notice =
        new Notice(
            NoticeKind.DRILL_REPORT,
            schedule.id(),
            "not started " + due,
            Severity.SEV3_MEDIUM,
            Saying.of("drill.not_started", schedule.name()),
            Saying.of("drill.not_started.text", due, why),
            "/drills");
    DrillScheduleView.Owner owner = schedule.owner();
    notices.send(
        tx,
        notice,
        to(
            tx,
            owner == null ? List.of() : List.of(owner.id()),
            schedules.team(tx, schedule.id()).orElse(schedule.service().id())));
  }

  private Set<NoticeReceiver> to(Tx tx, List<UUID> owner, UUID team) {
    Set<NoticeReceiver> found = receivers.ofUsers(tx, owner, Severity.SEV3_MEDIUM);
    if (found.isEmpty()) {
      found = receivers.ofTeamChannels(tx, team);
    }
    if (found.stream().anyMatch(NoticeReceiver::calls)) {
      return found;
    }
    Set<NoticeReceiver> all = new LinkedHashSet<>(found);
    all.addAll(receivers.whoCalls(receivers.ofFallback(tx)));
    return all.isEmpty() ? receivers.ofFallback(tx) : all;
  }
}
