package dev.imas.core.room;

import dev.imas.core.catalog.OwnedService;
import dev.imas.core.incident.Incident;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks for a room: its row, the channel, and the message that is pinned in it. */
final class RoomOpening {

  private final RoomRepository rooms = new RoomRepository();

  /**
   * The transaction has locked the incident, and no room of it is in use.
   *
   * @param before the room that this one follows; null if there is none
   */
  Room open(
      Tx tx,
      Incident incident,
      OwnedService service,
      RoomRepository.Maker maker,
      int number,
      @Nullable Room before,
      String askedBy,
      Instant at) {
    Room room = wanted(incident, service, maker, number, askedBy, at);
    rooms.insert(tx, room);
    Map<String, Object> opening = new LinkedHashMap<>();
    opening.put("name", room.name());
    opening.put("topic", room.topic());
    opening.put("mark", RoomWords.mark(incident.id(), number));
    String follows =
        before == null
            ? null
            : "It goes on from " + before.shown() + ", which could not be unarchived.";
    rooms.ask(
        tx,
        List.of(
            new RoomTask(room.id(), "open", RoomTask.Kind.OPEN, opening),
            new RoomTask(
                room.id(),
                "first",
                RoomTask.Kind.POST,
                RoomWords.first(incident, service, follows))),
        at);
    return room;
  }

  static Room wanted(
      Incident incident,
      OwnedService service,
      RoomRepository.Maker maker,
      int number,
      String askedBy,
      Instant at) {
    return new Room(
        UuidV7.at(at.toEpochMilli()),
        incident.id(),
        number,
        maker.provider(),
        maker.vendor(),
        Room.State.OPENING,
        RoomName.of(incident.shortId(), service.name(), number, maker.vendor()),
        null,
        null,
        RoomWords.topic(incident, service, number),
        incident.counts().timelineSeq(),
        askedBy,
        at,
        null,
        null,
        null);
  }
}
