package dev.imas.core.room;

import dev.imas.core.hold.TenantTimes;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.scheduler.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Looks at incidents' rooms when their timers say so, and archives those of incidents that have
 * been over for long enough.
 */
public final class RoomKeeper {

  /** Subject: the incident. The notifier sets it too, when a task has ended. */
  static final String LOOK = "room";

  /** Subject: the incident. */
  static final String ARCHIVE = "room-archive";

  /** How long an archiving waits for a room that is not open yet. */
  private static final Duration LATER = Duration.ofMinutes(5);

  private static final Duration STALE = Duration.ofHours(24);

  /** The hour of the day in which rooms are cleaned up, by the clocks of the tenant. */
  private static final int CLEAN_UP = 3;

  private final RoomRepository rooms = new RoomRepository();
  private final TenantTimes times = new TenantTimes();
  private final IncidentRepository incidents;
  private final IncidentWriter writer;
  private final Timers timers;
  private final InstantSource clock;

  public RoomKeeper(
      IncidentRepository incidents, IncidentWriter writer, Timers timers, InstantSource clock) {
    this.incidents = incidents;
    this.writer = writer;
    this.timers = timers;
    this.clock = clock;
  }

  /** Pages must not wait for rooms, so these are housekeeping. */
  public List<TimerKind> kinds() {
    return List.of(
        TimerKind.of(LOOK, TimerKind.Lane.HOUSEKEEPING, new Looks()),
        TimerKind.of(ARCHIVE, TimerKind.Lane.HOUSEKEEPING, new Archivings()));
  }

  /**
   * Has rooms archived that were left open after their incidents ended, if it is time of day to; a
   * timer calls it each hour, on a virtual thread.
   */
  public Future<Void> archiveStale(Tx tx) {
    if (clock.instant().atZone(times.read(tx).zone()).getHour() != CLEAN_UP) {
      return Future.succeededFuture();
    }
    return rooms
        .stale(tx, clock.instant().minus(STALE))
        .compose(
            stale ->
                timers.set(
                    tx,
                    stale.stream()
                        .map(id -> NewTimer.after(Duration.ZERO, ARCHIVE, id.toString()))
                        .toList()));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static List<UUID> ids(List<DueTimer> timers) {
    return timers.stream().map(t -> UUID.fromString(t.subject())).distinct().sorted().toList();
  }

  private final class Looks implements TimerKind.Handler {

    @Override
    public Future<Void> lock(Tx tx, TenantId tenant, List<DueTimer> claimed) {
      return incidents.lock(tx, ids(claimed)).mapEmpty();
    }

    @Override
    public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
      Instant at = now();
      List<IncidentChange> changes = new ArrayList<>();
      for (Incident incident : incidents.lock(tx, ids(due)).await()) {
        changes.add(new RoomLook(timers, tx, incident, at).take());
      }
      return writer.apply(tx, changes).map(done -> new TimerKind.Fired(due.size() + " looked at"));
    }
  }

  private final class Archivings implements TimerKind.Handler {

    @Override
    public Future<Void> lock(Tx tx, TenantId tenant, List<DueTimer> claimed) {
      return incidents.lock(tx, ids(claimed)).mapEmpty();
    }

    @Override
    public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
      int archived = 0;
      for (Incident incident : incidents.lock(tx, ids(due)).await()) {
        archived += incident.status() == IncidentStatus.RESOLVED && archive(tx, incident) ? 1 : 0;
      }
      return Future.succeededFuture(new TimerKind.Fired(archived + " archived"));
    }

    private boolean archive(Tx tx, Incident incident) {
      Optional<Room> room =
          rooms.of(tx, incident.id()).stream().filter(r -> r.state().isAlive()).findFirst();
      if (room.isPresent() && room.get().state() == Room.State.OPENING) {
        timers.set(tx, List.of(NewTimer.after(LATER, ARCHIVE, incident.id().toString()))).await();
        return false;
      }
      room.ifPresent(one -> ask(tx, incident, one, Map.of()));
      return room.isPresent();
    }
  }

  /** Asks for the archiving of an open room. */
  Room ask(Tx tx, Incident incident, Room room, Map<String, Object> payload) {
    Room archiving = room.in(Room.State.ARCHIVING);
    rooms.update(tx, archiving);
    rooms.ask(
        tx,
        List.of(
            new RoomTask(
                room.id(),
                "archive:" + incident.counts().timelineSeq(),
                RoomTask.Kind.ARCHIVE,
                payload)),
        now());
    return archiving;
  }
}
