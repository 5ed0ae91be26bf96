package dev.imas.core.schedule;

import dev.imas.core.contact.PersonReach;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.scheduler.Scheduler.Recurring;
import dev.imas.core.user.KeepsUser;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** Who is on call when: schedules, overrides, swaps, absences and holidays. */
public final class ScheduleFeature implements Feature {

  private final CoreContext core;
  private final PersonReach people;
  private final TeamReach teams;
  private final Swaps swaps;
  private final HandOverNotes notes;
  private final ScheduleRoutes schedules;
  private final OverrideRoutes overrides;
  private final OnCallRoutes onCall;
  private final HolidayRoutes holidays;

  public ScheduleFeature(CoreContext core, PersonReach people) {
    this.core = core;
    this.people = people;
    this.teams = new TeamReach(core.receivers());
    this.swaps = new Swaps(core.notices(), teams, core.clock());
    this.notes = new HandOverNotes(core.notices(), teams, core.clock());
    this.schedules = new ScheduleRoutes(core.searches(), people, core.computations(), core.clock());
    this.overrides = new OverrideRoutes(core.searches(), core.computations(), core.clock());
    this.onCall = new OnCallRoutes(core.searches(), people, core.clock());
    this.holidays = new HolidayRoutes(core.searches(), core.computations(), core.clock());
  }

  /** Who is told of what concerns a team. */
  public TeamReach teams() {
    return teams;
  }

  public OnCallRoutes onCall() {
    return onCall;
  }

  /** What keeps somebody on call from leaving. */
  public KeepsUser duties() {
    return new OnCallDuties(schedules, overrides, onCall, core.clock());
  }

  @Override
  public List<String> apiTags() {
    return List.of("on-call");
  }

  @Override
  public void mount(Api api) {
    schedules.mount(api);
    overrides.mount(api);
    new CoverRoutes(
            core.searches(),
            core.computations(),
            overrides,
            people,
            core.notices(),
            teams,
            core.clock())
        .mount(api);
    new SwapRoutes(core.searches(), swaps, core.clock()).mount(api);
    new NoteRoutes(core.searches(), notes, core.clock()).mount(api);
    new FairnessRoutes(core.searches(), core.computations(), core.clock()).mount(api);
    holidays.mount(api);
    new AbsenceRoutes(core.searches(), core.clock()).mount(api);
    onCall.mount(api);
  }

  @Override
  public List<Recurring> recurring() {
    ShiftRecorder shifts =
        new ShiftRecorder(core.housekeeping(), core.clock(), core.retention().shifts());
    InactivePeople inactive = new InactivePeople(core.clock());
    ScheduleWarner warner =
        new ScheduleWarner(
            core.housekeeping(), core.notices(), teams, people, core.computations(), core.clock());
    SwapSweep open = new SwapSweep(core.housekeeping(), swaps, core.clock());
    Duration minute = Duration.ofMinutes(1);
    return List.of(
        Recurring.every(
            minute,
            "shifts-done",
            tenant -> Future.succeededFuture(shifts.record(core.upkeep().tenants().await()))),
        Recurring.every(
            Duration.ofHours(1),
            "shifts-past",
            tenant -> core.upkeep().forEachTenant(shifts::forget)),
        Recurring.every(
            minute,
            "hand-over-notes",
            tenant ->
                Future.succeededFuture(
                    notes.tell(core.housekeeping(), core.upkeep().tenants().await()))),
        Recurring.every(
            minute,
            "swaps",
            tenant -> Future.succeededFuture(open.run(core.upkeep().tenants().await()))),
        Recurring.every(
            minute, "people-inactive", tenant -> core.upkeep().forEachTenant(inactive::follow)),
        Recurring.every(
            minute.multipliedBy(15),
            "schedule-warnings",
            tenant -> Future.succeededFuture(warner.warn(core.upkeep().tenants().await()))));
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(
        new ScheduleDocuments(schedules),
        new HolidayCalendarDocuments(holidays),
        new DefaultOnCallDocuments(onCall));
  }
}
