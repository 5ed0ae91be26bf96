package dev.imas.core.room;

import dev.imas.core.catalog.OwnedService;
import dev.imas.core.catalog.OwnedServiceRepository;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.Step;
import dev.imas.core.incident.TimelineRepository;
import dev.imas.core.incident.TimelineRepository.Line;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.OnCall;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.Timers;
import dev.imas.core.scope.Responders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One look at the rooms of one incident, which the transaction has locked: follows what has ended,
 * compares what is there with what should be, and asks for the difference. It may be repeated at
 * any time. Only on a virtual thread.
 */
final class RoomLook {

  /** How often a room is looked at for people who came on call or joined the team. */
  static final Duration AGAIN = Duration.ofMinutes(15);

  private static final int MOST_ENTRIES = 50;

  private final RoomRepository rooms = new RoomRepository();
  private final RoomSettingRepository settings = new RoomSettingRepository();
  private final InviteeRepository invitees = new InviteeRepository();
  private final OwnedServiceRepository services = new OwnedServiceRepository();
  private final ServiceRepository owners = new ServiceRepository();
  private final TimelineRepository timeline = new TimelineRepository();
  private final TimelineMessageRepository marks = new TimelineMessageRepository();
  private final OnCall onCall = new OnCall();
  private final Responders responders = new Responders();
  private final RoomOpening opening = new RoomOpening();
  private final Timers timers;
  private final Tx tx;
  private final Instant at;
  private final List<RoomTask> asked = new ArrayList<>();
  private IncidentChange change;

  RoomLook(Timers timers, Tx tx, Incident incident, Instant at) {
    this.timers = timers;
    this.tx = tx;
    this.at = at;
    this.change = IncidentChange.of(incident);
  }

  private Incident incident() {
    return change.after();
  }

  private boolean isOver() {
    return incident().status() == IncidentStatus.RESOLVED;
  }

  /** Writes rooms and tasks; what the timeline says is left to the caller. */
  IncidentChange take() {
    List<Room> all = follow(rooms.of(tx, incident().id()));
    Optional<Room> inUse = all.stream().filter(r -> r.state().isInUse()).findFirst();
    if (inUse.isPresent()) {
      Room kept = keep(inUse.get());
      if (!kept.equals(inUse.get())) {
        rooms.update(tx, kept);
      }
    } else if (all.isEmpty()) {
      openFirst();
    } else {
      replace(all.getLast());
    }
    rooms.ask(tx, asked, at);
    return change;
  }

  // ---- what has ended

  private List<Room> follow(List<Room> all) {
    List<RoomTask.Ended> ended = rooms.ended(tx, incident().id());
    if (ended.isEmpty()) {
      return all;
    }
    Map<UUID, Room> byId = new HashMap<>();
    all.forEach(room -> byId.put(room.id(), room));
    Set<UUID> followed = new HashSet<>();
    for (RoomTask.Ended task : ended) {
      followed.add(task.id());
      Room before = Objects.requireNonNull(byId.get(task.room()));
      RoomOutcome outcome = RoomOutcome.of(before, task, incident(), at);
      outcome.step(incident()).ifPresent(this::then);
      if (task.kind() == RoomTask.Kind.READ) {
        read(before, task);
      }
      byId.put(task.room(), outcome.room());
    }
    for (Room room : all) {
      Room after = byId.get(room.id());
      if (after != null && !after.equals(room)) {
        rooms.update(tx, after);
      }
    }
    rooms.followed(tx, followed);
    return all.stream().map(room -> byId.getOrDefault(room.id(), room)).toList();
  }

  private void then(Step step) {
    change = change.then(step);
  }

  /** A message that somebody marked. Our own are there already (trap 77). */
  private void read(Room room, RoomTask.Ended task) {
    String ts = task.payload().path("ts").asText();
    if (!task.isDone()) {
      // Whoever marks it again tries again.
      marks.forget(tx, room.id(), ts, task.id());
      return;
    }
    if (!task.result().path("own").asBoolean()) {
      then(
          MarkedMessage.step(
              incident(),
              room,
              ts,
              task.payload().path("by").asText(),
              marks.name(tx, room.contactChannel(), task.result().path("user").asText()),
              task.result().path("text").asText(),
              at));
    }
  }

  // ---- what should be

  private void openFirst() {
    if (isOver() || !RoomReaction.isUrgent(incident().severity())) {
      return;
    }
    RoomSettings wanted = settings.read(tx);
    Optional<RoomRepository.Maker> maker = rooms.maker(tx);
    if (!wanted.isAutomatic()
        || wanted.servicesWithout().contains(incident().serviceId())
        || maker.isEmpty()) {
      return;
    }
    if (rooms.alive(tx) >= wanted.mostOpen()) {
      String why = "there are " + wanted.mostOpen() + " rooms already, which is the limit";
      Room none =
          RoomOpening.wanted(incident(), service(), maker.get(), 1, Incident.SYSTEM, at)
              .in(Room.State.FAILED)
              .because(why);
      rooms.insert(tx, none);
      then(
          incident()
              .report(
                  TimelineType.ROOM,
                  Incident.SYSTEM,
                  "No room is opened: " + why,
                  Map.of("room", none.id().toString())));
      return;
    }
    open(maker.get(), 1, null, Incident.SYSTEM);
  }

  private void open(RoomRepository.Maker maker, int number, @Nullable Room before, String askedBy) {
    Room room = opening.open(tx, incident(), service(), maker, number, before, askedBy, at);
    Room kept = keep(room);
    if (!kept.equals(room)) {
      rooms.update(tx, kept);
    }
  }

  /** After one that could not be unarchived comes another (decision C1). */
  private void replace(Room last) {
    boolean wasRefused =
        last.state() == Room.State.LEFT && String.valueOf(last.reason()).startsWith(REFUSED);
    if (wasRefused && !isOver()) {
      open(
          new RoomRepository.Maker(last.provider(), last.vendor()),
          last.number() + 1,
          last,
          last.askedBy());
    }
  }

  static final String REFUSED = "it could not be unarchived";

  private Room keep(Room room) {
    return switch (room.state()) {
      case OPENING, OPEN -> isOver() ? close(tell(room)) : people(topic(tell(room)));
      case ARCHIVING -> isOver() ? room : stay(room);
      case ARCHIVED -> isOver() ? room : unarchive(room);
      case UNARCHIVING, LEFT, FAILED -> room; // what ends says how it goes on
    };
  }

  private Room tell(Room room) {
    List<Line> entries = timeline.read(tx, incident().id(), room.toldSeq(), MOST_ENTRIES).await();
    if (entries.isEmpty()) {
      return room;
    }
    int last = room.toldSeq() + entries.size(); // without gaps
    String end =
        isOver() && RoomWords.tellResolution(entries)
            ? RoomWords.end(incident(), settings.read(tx).archiveAfter())
            : null;
    Map<String, Object> news = RoomWords.news(entries, end);
    if (!news.isEmpty()) {
      asked.add(new RoomTask(room.id(), "say:" + last, RoomTask.Kind.POST, news));
    }
    if (entries.size() == MOST_ENTRIES) {
      timers.set(tx, List.of(RoomReaction.look(incident().id()))).await();
    }
    return room.told(last);
  }

  private Room topic(Room room) {
    String topic = RoomWords.topic(incident(), service(), room.number());
    // Discord lets a topic be changed twice in ten minutes, and the news would wait behind it.
    if (topic.equals(room.topic()) || !room.vendor().equals(Room.SLACK)) {
      return room;
    }
    asked.add(
        new RoomTask(
            room.id(),
            "topic:" + incident().counts().timelineSeq(),
            RoomTask.Kind.TOPIC,
            Map.of("topic", topic)));
    return room.about(topic);
  }

  /** Also those who came on call, joined the team or are concerned since the last look (COL-03). */
  private Room people(Room room) {
    timers.cancel(tx, RoomKeeper.ARCHIVE, List.of(incident().id().toString())).await();
    UUID team = owners.ownerTeam(tx, incident().serviceId()).await();
    List<UUID> duty = new ArrayList<>(onCall.of(tx, team, at));
    duty.addAll(responders.of(tx, incident().id(), at));
    UUID lead = incident().leadId();
    if (lead != null) {
      duty.add(lead);
    }
    invitees
        .missing(tx, room, duty, lead == null ? incident().lead() : null, team)
        .forEach(one -> asked.add(one.task(room.id())));
    timers
        .setAbsent(tx, List.of(NewTimer.after(AGAIN, RoomKeeper.LOOK, incident().id().toString())))
        .await();
    return room;
  }

  private Room close(Room room) {
    Instant end = Objects.requireNonNull(incident().clocks().resolvedAt());
    Duration left = Duration.between(at, end.plus(settings.read(tx).archiveAfter()));
    timers
        .setAbsent(
            tx,
            List.of(
                NewTimer.after(
                    left.isNegative() ? Duration.ZERO : left,
                    RoomKeeper.ARCHIVE,
                    incident().id().toString())))
        .await();
    return room;
  }

  /** Reopened before the notifier has begun; otherwise it is unarchived when that has ended. */
  private Room stay(Room room) {
    return rooms.withdraw(tx, room.id(), RoomTask.Kind.ARCHIVE)
        ? people(topic(tell(room.in(Room.State.OPEN))))
        : room;
  }

  private Room unarchive(Room room) {
    asked.add(
        new RoomTask(
            room.id(),
            "unarchive:" + incident().counts().timelineSeq(),
            RoomTask.Kind.UNARCHIVE,
            Map.of()));
    return room.in(Room.State.UNARCHIVING);
  }

  private OwnedService service() {
    UUID id = incident().serviceId();
    return Objects.requireNonNull(services.load(tx, List.of(id)).await().get(id));
  }
}
