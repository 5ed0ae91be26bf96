package dev.imas.core.room;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.http.Principal;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentAccess;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.OnCallLookup;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Messages of rooms that people mark for the timeline. Each enters it once, however often it is
 * marked. Only on a virtual thread.
 */
public final class TimelineMessages {

  /**
   * A message that somebody marked.
   *
   * @param channel the vendor's id of the channel
   * @param ts the vendor's id of the message
   * @param reaction by which it was marked; null: by a command of its own
   * @param writer the vendor's id of who wrote it; null where the vendor did not say
   * @param writerName as the vendor shows them; null where it did not say
   * @param text null: it has to be read
   */
  public record Marked(
      String channel,
      String ts,
      @Nullable String reaction,
      @Nullable String writer,
      @Nullable String writerName,
      @Nullable String text) {}

  /** An incident's room, in which a mark counts. */
  public record Place(UUID incident, UUID room) {}

  private final RoomRepository rooms = new RoomRepository();
  private final RoomSettingRepository settings = new RoomSettingRepository();
  private final TimelineMessageRepository marks = new TimelineMessageRepository();
  private final IncidentRepository incidents;
  private final IncidentWriter writer;
  private final IncidentAccess access;

  public TimelineMessages(
      IncidentRepository incidents,
      ServiceRepository services,
      IncidentWriter writer,
      OnCallLookup onCall) {
    this.incidents = incidents;
    this.writer = writer;
    this.access = new IncidentAccess(services, onCall);
  }

  /**
   * Where a mark counts; empty for what is no room of ours, for another reaction than the tenant's,
   * and for what we wrote ourselves. It is asked first, since vendors post every reaction.
   */
  public Optional<Place> place(Tx tx, UUID provider, Marked marked) {
    return rooms
        .byChannel(tx, provider, marked.channel)
        .filter(room -> marked.writer == null || !marked.writer.equals(room.botUser()))
        .filter(room -> marked.reaction == null || marked.reaction.equals(settings.read(tx).mark()))
        .map(room -> new Place(room.incident(), room.id()));
  }

  /**
   * Takes the message into the timeline, or has it read first. Fails with FORBIDDEN if the caller
   * may not comment on the incident.
   *
   * @return whether it was not there already
   */
  public boolean take(Tx tx, Principal caller, Place place, Marked marked, Instant at) {
    Incident incident = incidents.lock(tx, List.of(place.incident)).await().getFirst();
    access.require(tx, caller, Permission.INCIDENT_COMMENT, incident, at).await();
    Room room =
        rooms.of(tx, incident.id()).stream()
            .filter(one -> one.id().equals(place.room))
            .findFirst()
            .orElseThrow();
    if (!marks.take(tx, room.id(), marked.ts, caller.name(), at)) {
      return false;
    }
    String text = marked.text;
    if (text == null) {
      rooms.ask(
          tx,
          List.of(
              new RoomTask(
                  room.id(),
                  "read:" + marked.ts,
                  RoomTask.Kind.READ,
                  Map.of("ts", marked.ts, "by", caller.name()))),
          at);
      return true;
    }
    String wrote = writer(tx, room, marked);
    writer
        .apply(
            tx,
            List.of(
                IncidentChange.of(incident)
                    .then(
                        MarkedMessage.step(
                            incident, room, marked.ts, caller.name(), wrote, text, at))))
        .await();
    return true;
  }

  /** A username where one is known, else what the vendor says. */
  private String writer(Tx tx, Room room, Marked marked) {
    if (marked.writer == null) {
      return "";
    }
    String name = marks.name(tx, room.contactChannel(), marked.writer);
    return name.equals(marked.writer) && marked.writerName != null ? marked.writerName : name;
  }
}
