package dev.imas.core.drill;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.link.OtherLinks;
import dev.imas.core.scheduler.Scheduler.Recurring;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.user.KeepsUser;
import java.time.Duration;
import java.util.List;

/** Escalations that are tried with real messages. */
public final class DrillFeature implements Feature {

  private final CoreContext core;
  private final PersonReach people;
  private final DrillEnd end;
  private final DrillScheduleRoutes schedules;

  public DrillFeature(CoreContext core, PersonReach people) {
    this.core = core;
    this.people = people;
    this.end = new DrillEnd(core.searches(), core.timers(), core.clock());
    this.schedules =
        new DrillScheduleRoutes(
            core.searches(), new ServiceRepository(), core.timers(), core.clock());
  }

  /** The links of its messages. */
  public OtherLinks links() {
    return end;
  }

  /** What keeps somebody who is to take part from leaving. */
  public KeepsUser duties() {
    return new DrillDuties(core.clock());
  }

  @Override
  public List<String> apiTags() {
    return List.of("drills");
  }

  @Override
  public void mount(Api api) {
    new DrillRoutes(core.searches(), new ServiceRepository(), start(), end, core.clock())
        .mount(api);
    schedules.mount(api);
  }

  @Override
  public List<TimerKind> timers() {
    DrillReporter reporter = new DrillReporter(core.notices(), core.receivers(), core.clock());
    return List.of(
        new DrillTimer(
                people,
                core.timers(),
                new DrillSender(core.notices(), core.channels(), core.secrets()))
            .kind(),
        reporter.kind(),
        new DrillScheduleTimer(start(), reporter, core.audit()).kind());
  }

  @Override
  public List<Recurring> recurring() {
    DrillForgetting past = new DrillForgetting(core.retention().deliveries(), core.clock());
    return List.of(
        Recurring.every(
            Duration.ofHours(1),
            "drills-past",
            tenant -> core.upkeep().forEachTenant(past::forget)));
  }

  private DrillStart start() {
    return new DrillStart(core.timers(), core.clock());
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(DrillScheduleDocuments.of(schedules));
  }
}
