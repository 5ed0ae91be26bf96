package dev.imas.core.meeting;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.planned.CalendarSource;
import dev.imas.core.scheduler.Scheduler.Recurring;
import dev.imas.core.scheduler.TimerKind;
import java.time.Duration;
import java.util.List;

/** When people meet, once or again and again. */
public final class MeetingFeature implements Feature {

  private final CoreContext core;
  private final MeetingRoutes meetings;
  private final MeetingSweep sweep;

  public MeetingFeature(CoreContext core) {
    this.core = core;
    this.meetings = new MeetingRoutes(core.searches(), core.computations(), core.clock());
    this.sweep =
        new MeetingSweep(
            core.housekeeping(),
            core.computations(),
            core.notices(),
            core.receivers(),
            core.retention().deployments(),
            core.clock());
  }

  /** Its part of the calendar. */
  public CalendarSource calendar() {
    return new MeetingCalendar(core.searches(), core.computations(), core.clock());
  }

  @Override
  public List<String> apiTags() {
    return List.of("meetings");
  }

  @Override
  public void mount(Api api) {
    meetings.mount(api);
  }

  @Override
  public List<Recurring> recurring() {
    return List.of(
        Recurring.every(
            Duration.ofMinutes(1),
            "meeting-reminders",
            "meetings_wait(" + TimerKind.Work.Leased.CLOCK + ")",
            tenant -> sweep.remind()),
        Recurring.every(Duration.ofHours(1), "meeting-past", tenant -> sweep.forget()));
  }
}
