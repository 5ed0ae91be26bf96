package dev.imas.core.room;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.Step;
import dev.imas.core.incident.TimelineType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What follows for a room and its incident when a task has ended. Pure.
 *
 * @param room as it is then
 * @param said what the timeline says; null: nothing
 */
record RoomOutcome(Room room, @Nullable String said, Map<String, Object> facts) {

  static RoomOutcome of(Room room, RoomTask.Ended task, Incident incident, Instant at) {
    if (task.isGone()) {
      return gone(room);
    }
    return switch (task.kind()) {
      case OPEN -> opened(room, task, at);
      case ARCHIVE -> archived(room, task, incident, at);
      case UNARCHIVE -> unarchived(room, task);
      case INVITE ->
          task.isDone()
              ? nothing(room)
              : says(
                  room,
                  task.payload().path("username").asText()
                      + " could not be invited into "
                      + room.shown()
                      + ": "
                      + task.why());
      case POST ->
          task.result().has("unpinned")
              ? says(
                  room,
                  "The first message could not be pinned in "
                      + room.shown()
                      + ": "
                      + task.result().path("unpinned").asText())
              : failing(room, task, "A message could not be written in ");
      case TOPIC -> failing(room, task, "The topic could not be set of ");
      case READ -> failing(room, task, "A marked message could not be read in ");
    };
  }

  private static RoomOutcome opened(Room room, RoomTask.Ended task, Instant at) {
    if (!task.isDone()) {
      Room failed = room.in(Room.State.FAILED).because(task.why());
      return says(failed, "No room could be opened: " + task.why());
    }
    Room open =
        room.opened(
            task.result().path("name").asText(room.name()),
            task.result().path("channel").asText(),
            text(task, "bot_user"),
            at);
    String more = task.result().path("remark").asText("");
    return says(open, open.shown() + " is open" + (more.isEmpty() ? "" : "; " + more));
  }

  /** Whoever ends the room of an open incident by hand wants no other. */
  private static RoomOutcome archived(
      Room room, RoomTask.Ended task, Incident incident, Instant at) {
    String by = text(task, "by");
    if (!task.isDone()) {
      Room open = room.in(Room.State.OPEN).because(task.why());
      return says(open, room.shown() + " could not be archived: " + task.why());
    }
    Room archived = room.archived(at);
    String words = room.shown() + " is archived" + (by == null ? "" : ", as " + by + " asked");
    return by != null && incident.status() != IncidentStatus.RESOLVED
        ? says(archived.in(Room.State.LEFT).because("archived by " + by), words)
        : says(archived, words);
  }

  private static RoomOutcome unarchived(Room room, RoomTask.Ended task) {
    return task.isDone()
        ? says(room.in(Room.State.OPEN).because(null), room.shown() + " is open again")
        : says(
            room.in(Room.State.LEFT).because("it could not be unarchived: " + task.why()),
            room.shown() + " could not be unarchived: " + task.why());
  }

  private static RoomOutcome gone(Room room) {
    Room left = room.in(Room.State.LEFT).because("it was archived or deleted at the vendor");
    return room.state().isInUse()
        ? says(left, room.shown() + " is no longer used: it was archived or deleted there")
        : nothing(room);
  }

  private static RoomOutcome failing(Room room, RoomTask.Ended task, String what) {
    return task.isDone() ? nothing(room) : says(room, what + room.shown() + ": " + task.why());
  }

  private static RoomOutcome nothing(Room room) {
    return new RoomOutcome(room, null, Map.of());
  }

  private static RoomOutcome says(Room room, String words) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("room", room.id().toString());
    facts.put("name", room.name());
    facts.put("vendor", room.vendor());
    String channel = room.channel();
    if (channel != null) {
      facts.put("channel", channel);
    }
    return new RoomOutcome(room, words, facts);
  }

  private static @Nullable String text(RoomTask.Ended task, String name) {
    String text = task.result().path(name).asText(task.payload().path(name).asText(""));
    return text.isEmpty() ? null : text;
  }

  /** The timeline's entry, if there is one. */
  Optional<Step> step(Incident incident) {
    return said == null
        ? Optional.empty()
        : Optional.of(incident.report(TimelineType.ROOM, Incident.SYSTEM, said, facts));
  }
}
