package dev.imas.core.room;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.http.Api;
import dev.imas.core.incident.IncidentExtension;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.schedule.OnCall;
import dev.imas.core.scheduler.Scheduler.Recurring;
import dev.imas.core.scheduler.TimerKind;
import java.time.Duration;
import java.util.List;

/** Rooms of chats for incidents. */
public final class RoomFeature implements IncidentExtension {

  private final CoreContext core;
  private final RoomKeeper rooms;
  private final TimelineMessages marks;
  private final RoomSettingRoutes settings;

  public RoomFeature(CoreContext core, IncidentWriter writer) {
    this.core = core;
    this.rooms = new RoomKeeper(new IncidentRepository(), writer, core.timers(), core.clock());
    this.marks =
        new TimelineMessages(
            new IncidentRepository(), new ServiceRepository(), writer, new OnCall());
    this.settings = new RoomSettingRoutes(core.searches(), new ServiceRepository());
  }

  /** Keeps messages of a room in the timeline of its incident. */
  public TimelineMessages marks() {
    return marks;
  }

  @Override
  public List<String> apiTags() {
    return List.of("rooms");
  }

  @Override
  public void mount(Api api) {
    new RoomRoutes(
            core.searches(),
            new IncidentRepository(),
            new ServiceRepository(),
            new OnCall(),
            rooms,
            core.timers(),
            core.missing(),
            core.clock())
        .mount(api);
    settings.mount(api);
  }

  @Override
  public List<IncidentReaction> reactions() {
    return List.of(new RoomReaction(core.timers()));
  }

  @Override
  public List<TimerKind> timers() {
    return List.copyOf(rooms.kinds());
  }

  @Override
  public List<Recurring> recurring() {
    return List.of(
        Recurring.every(
            Duration.ofHours(1),
            "rooms-stale",
            tenant -> core.upkeep().forEachTenant(rooms::archiveStale)));
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(RoomSettingsDocuments.of(settings));
  }
}
