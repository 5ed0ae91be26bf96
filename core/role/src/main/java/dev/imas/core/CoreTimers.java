package dev.imas.core;

import dev.imas.core.clock.ClockAlarm;
import dev.imas.core.drill.DrillForgetting;
import dev.imas.core.drill.DrillReporter;
import dev.imas.core.drill.DrillScheduleTimer;
import dev.imas.core.drill.DrillSender;
import dev.imas.core.drill.DrillStart;
import dev.imas.core.drill.DrillTimer;
import dev.imas.core.flapping.FlappingTimer;
import dev.imas.core.grouping.GroupWaitTimer;
import dev.imas.core.heartbeat.HeartbeatTimer;
import dev.imas.core.hidden.HidingSweep;
import dev.imas.core.hold.Digests;
import dev.imas.core.hold.TakeBackTimer;
import dev.imas.core.incident.GrowthSweep;
import dev.imas.core.incident.IdempotencyRepository;
import dev.imas.core.lookup.LookupForgetting;
import dev.imas.core.maintenance.Maintenance;
import dev.imas.core.paging.CallTimer;
import dev.imas.core.paging.HiddenPause;
import dev.imas.core.paging.ResumeTimer;
import dev.imas.core.paging.StepTimer;
import dev.imas.core.platform.Transactions;
import dev.imas.core.policy.UncalledWarner;
import dev.imas.core.provider.ProviderWatch;
import dev.imas.core.reminder.Reminders;
import dev.imas.core.repeat.RepeatConfig;
import dev.imas.core.repeat.RepeatSweep;
import dev.imas.core.retention.AlertSweep;
import dev.imas.core.retention.Upkeep;
import dev.imas.core.rights.ExpiryTimer;
import dev.imas.core.schedule.InactivePeople;
import dev.imas.core.schedule.ScheduleWarner;
import dev.imas.core.schedule.ShiftRecorder;
import dev.imas.core.schedule.SwapSweep;
import dev.imas.core.scheduler.Recurrence;
import dev.imas.core.scheduler.Scheduler;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.search.SearchIndexer;
import dev.imas.core.senderack.SenderAcknowledgements;
import dev.imas.core.silence.EndingSilences;
import dev.imas.core.statuspage.StatusForgetting;
import dev.imas.core.summary.Summaries;
import dev.imas.core.umbrella.StormTimers;
import dev.imas.core.webhook.WebhookWatch;
import dev.imas.core.work.DatabaseLoad;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What core does at times of its own, and which timers others may set. */
final class CoreTimers {

  private final CoreParts core;

  CoreTimers(CoreParts core) {
    this.core = core;
  }

  /**
   * @param housekeeping for what works in transactions of its own
   */
  List<Scheduler.Recurring> recurring(
      Transactions housekeeping,
      Upkeep upkeep,
      AlertSweep sweep,
      HidingSweep hiding,
      GrowthSweep growths) {
    Reminders reminders =
        new Reminders(
            housekeeping,
            core.incidents,
            core.writer,
            core.config.reminders(),
            core.platform.clock());
    HiddenPause pause =
        new HiddenPause(housekeeping, core.incidents, core.writer, core.platform.clock());
    SenderAcknowledgements acknowledgements =
        new SenderAcknowledgements(
            housekeeping, core.incidents, core.writer, core.platform.clock());
    EndingSilences endings =
        new EndingSilences(housekeeping, core.notices, core.noticeReceivers, core.platform.clock());
    LookupForgetting lookups =
        new LookupForgetting(
            core.config.retention().alerts(), core.platform.clock(), core.platform.meters());
    Digests digests = new Digests(housekeeping, core.queue, core.platform.clock());
    IdempotencyRepository idempotency = new IdempotencyRepository();
    Duration interval = core.config.sweep().interval();
    Duration hour = Duration.ofHours(1);
    List<Scheduler.Recurring> all = new ArrayList<>(onCall(upkeep));
    all.addAll(events(housekeeping, upkeep));
    all.add(every(hour, "rooms-stale", tenant -> upkeep.forEachTenant(core.rooms::archiveStale)));
    Summaries summaries =
        new Summaries(housekeeping, core.notices, core.noticeReceivers, core.platform.clock());
    all.add(every(Duration.ofMinutes(1), "summaries", tenant -> summaries.send()));
    all.addAll(
        List.of(
            every(interval, "alert-expiry", tenant -> sweep.expire()),
            every(
                interval.dividedBy(5),
                "alert-refire",
                AlertSweep.LATE_FIRINGS_WAIT,
                tenant -> sweep.refire()),
            every(interval.multipliedBy(6), "alert-lapse", tenant -> sweep.lapse()),
            every(
                Duration.ofSeconds(2),
                "search-text",
                SearchIndexer.WAITS,
                tenant ->
                    new SearchIndexer(core.platform.vertx(), housekeeping, core.health::isStopping)
                        .write()),
            every(Duration.ofSeconds(1), "hiding", HidingSweep.WAITS, tenant -> hiding.run()),
            every(
                Duration.ofSeconds(1),
                "hidden-incidents",
                HiddenPause.WAITS,
                tenant -> pause.look()),
            every(
                Duration.ofSeconds(1),
                "sender-acknowledgements",
                SenderAcknowledgements.WAITS,
                tenant -> acknowledgements.follow()),
            every(
                Duration.ofMinutes(10),
                "maintenance-windows",
                tenant -> upkeep.forEachTenant(new Maintenance(core.platform.clock())::plan)),
            every(Duration.ofSeconds(30), "silences-ending", tenant -> endings.tell()),
            every(hour, "suppressions-past", tenant -> hiding.forget()),
            every(hour, "lookup-tables-past", tenant -> upkeep.forEachTenant(lookups::forget)),
            every(interval, "incident-recheck", tenant -> sweep.recheck()),
            every(
                atMostASecond(interval),
                "incident-growth",
                growths.waits(),
                tenant -> growths.tell()),
            every(interval, "held-messages", tenant -> digests.send()),
            every(
                core.config.reminders().poll(), "incident-reminders", tenant -> reminders.remind()),
            every(hour, "partitions-ahead", tenant -> upkeep.makePartitions()),
            every(hour, "partitions-past", tenant -> upkeep.dropPartitions()),
            every(Duration.ofMinutes(1), "rows-past", tenant -> upkeep.purgeRows()),
            every(
                Duration.ofMinutes(1), "changes-past", tenant -> core.changes.forget(housekeeping)),
            every(hour, "idempotency-keys", tenant -> upkeep.forEachTenant(idempotency::forgetOld)),
            every(
                hour,
                "status-page-past",
                tenant ->
                    upkeep.forEachTenant(
                        new StatusForgetting(core.platform.clock(), core.subscriptions)::forget)),
            every(hour, "signing-keys", tenant -> core.login.rotateKeys()),
            every(
                hour, "sessions-past", tenant -> upkeep.forEachTenant(core.login::forgetSessions)),
            every(
                hour,
                "links-past",
                tenant ->
                    upkeep.forEachTenant(
                        tx -> core.links.forget(tx).compose(past -> core.digestLinks.forget(tx)))),
            every(hour, "callbacks-past", tenant -> upkeep.forEachTenant(core.chats::forget)),
            every(
                Duration.ofMinutes(10),
                "simulations-past",
                tenant -> upkeep.forEachTenant(core.simulations::forget))));
    RepeatConfig repeats = core.config.repeats();
    if (repeats.isOn()) {
      RepeatSweep counting =
          new RepeatSweep(
              housekeeping,
              new DatabaseLoad(core.platform.vertx(), housekeeping, core.health::isStopping),
              repeats,
              core.platform.clock(),
              core.platform.meters());
      all.add(every(Duration.ofMinutes(1), "alert-repeats", tenant -> counting.run()));
    }
    return all;
  }

  /** What becomes of providers, and of those who subscribed to events. */
  private List<Scheduler.Recurring> events(Transactions housekeeping, Upkeep upkeep) {
    WebhookWatch webhooks =
        new WebhookWatch(
            housekeeping,
            core.audit,
            core.notices,
            core.noticeReceivers,
            core.config.retention().deliveries(),
            core.platform.clock());
    return List.of(
        every(
            Duration.ofMinutes(1),
            "provider-watch",
            tenant -> new ProviderWatch(housekeeping, core.notices, core.noticeReceivers).look()),
        every(
            Duration.ofMinutes(5),
            "clock-watch",
            tenant -> new ClockAlarm(housekeeping, core.notices, core.noticeReceivers).look()),
        every(Duration.ofMinutes(1), "event-webhooks", tenant -> webhooks.switchOff()),
        every(Duration.ofHours(1), "events-past", tenant -> webhooks.forget()),
        every(
            Duration.ofHours(1),
            "drills-past",
            tenant ->
                upkeep.forEachTenant(
                    new DrillForgetting(core.config.retention().deliveries(), core.platform.clock())
                        ::forget)));
  }

  private List<Scheduler.Recurring> onCall(Upkeep upkeep) {
    Transactions housekeeping = new Transactions(core.housekeepingPool);
    InstantSource clock = core.platform.clock();
    ShiftRecorder shifts = new ShiftRecorder(housekeeping, clock, core.config.retention().shifts());
    InactivePeople inactive = new InactivePeople(clock);
    ScheduleWarner warner =
        new ScheduleWarner(
            housekeeping, core.notices, core.teamReach, core.people, core.computations, clock);
    UncalledWarner uncalled =
        new UncalledWarner(housekeeping, core.notices, core.teamReach, core.people, clock);
    Duration minute = Duration.ofMinutes(1);
    return List.of(
        every(
            minute.multipliedBy(15),
            "uncalled-warnings",
            tenant -> Future.succeededFuture(uncalled.warn(upkeep.tenants().await()))),
        every(
            minute,
            "shifts-done",
            tenant -> Future.succeededFuture(shifts.record(upkeep.tenants().await()))),
        every(Duration.ofHours(1), "shifts-past", tenant -> upkeep.forEachTenant(shifts::forget)),
        every(
            minute,
            "hand-over-notes",
            tenant ->
                Future.succeededFuture(
                    core.handOverNotes.tell(housekeeping, upkeep.tenants().await()))),
        every(
            minute,
            "swaps",
            tenant ->
                Future.succeededFuture(
                    new SwapSweep(housekeeping, core.swaps, clock).run(upkeep.tenants().await()))),
        every(minute, "people-inactive", tenant -> upkeep.forEachTenant(inactive::follow)),
        every(
            minute.multipliedBy(15),
            "schedule-warnings",
            tenant -> Future.succeededFuture(warner.warn(upkeep.tenants().await()))));
  }

  /** The kinds of timers that are set one by one. */
  List<TimerKind> timerKinds() {
    List<TimerKind> kinds = new ArrayList<>(core.installed.timerKinds());
    InstantSource clock = core.platform.clock();
    kinds.add(new StepTimer(core.incidents, core.writer, core.timers, core.people, clock).kind());
    kinds.add(new CallTimer(core.incidents, core.timers, core.pager, clock).kind());
    kinds.add(new ExpiryTimer(core.notices, core.noticeReceivers, core.timers).kind());
    kinds.add(new ResumeTimer(core.incidents, core.writer, core.timers, core.people, clock).kind());
    kinds.add(new TakeBackTimer(core.incidents, core.queue).kind());
    kinds.add(new FlappingTimer(core.incidents, core.writer, clock).kind());
    kinds.add(new GroupWaitTimer(core.incidents, core.writer, core.timers).kind());
    kinds.addAll(core.rooms.kinds());
    kinds.addAll(
        new StormTimers(core.incidents, core.writer, core.qualification, core.timers, clock)
            .kinds());
    kinds.add(
        new HeartbeatTimer(
                core.incidents,
                core.writer,
                core.qualification,
                core.timers,
                core.config.sweep().stillFiringAfter(),
                clock)
            .kind());
    kinds.add(
        new DrillTimer(
                core.people,
                core.timers,
                new DrillSender(core.notices, core.installed.channels(), core.platform.secrets()))
            .kind());
    DrillReporter reporter = new DrillReporter(core.notices, core.noticeReceivers, clock);
    kinds.add(reporter.kind());
    kinds.add(
        new DrillScheduleTimer(new DrillStart(core.timers, clock), reporter, core.audit).kind());
    return kinds;
  }

  /** What a rule's {@code group_interval} says is late by no more. */
  private static Duration atMostASecond(Duration interval) {
    Duration second = Duration.ofSeconds(1);
    return interval.compareTo(second) < 0 ? interval : second;
  }

  private static Scheduler.Recurring every(Duration period, String kind, TimerKind.Sweep sweep) {
    return new Scheduler.Recurring(TimerKind.sweep(kind, sweep), new Recurrence.Every(period));
  }

  private static Scheduler.Recurring every(
      Duration period, String kind, String waits, TimerKind.Sweep sweep) {
    return new Scheduler.Recurring(
        TimerKind.sweepOf(kind, waits, sweep), new Recurrence.Every(period));
  }
}
