package dev.imas.core.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.access.Permission;
import dev.imas.core.catalog.OwnedService;
import dev.imas.core.catalog.OwnedServiceRepository;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentAccess;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.OnCallLookup;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.retention.Missing;
import dev.imas.core.scheduler.Timers;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /incidents/{id}/rooms}: the rooms of an incident; one more, and archiving it, by hand. */
public final class RoomRoutes {

  private final Transactions transactions;
  private final IncidentRepository incidents;
  private final IncidentAccess access;
  private final RoomKeeper keeper;
  private final Timers timers;
  private final Missing missing;
  private final InstantSource clock;
  private final RoomRepository rooms = new RoomRepository();
  private final InviteeRepository invitees = new InviteeRepository();
  private final OwnedServiceRepository services = new OwnedServiceRepository();
  private final RoomOpening opening = new RoomOpening();

  public RoomRoutes(
      Transactions transactions,
      IncidentRepository incidents,
      ServiceRepository owners,
      OnCallLookup onCall,
      RoomKeeper keeper,
      Timers timers,
      Missing missing,
      InstantSource clock) {
    this.transactions = transactions;
    this.incidents = incidents;
    this.access = new IncidentAccess(owners, onCall);
    this.keeper = keeper;
    this.timers = timers;
    this.missing = missing;
    this.clock = clock;
  }

  public void mount(Api api) {
    api.get("/incidents/{id}/rooms", Permission.ROOM_READ, this::list);
    api.post("/incidents/{id}/rooms", Permission.ROOM_OPEN, this::open);
    api.post("/incidents/{id}/rooms/archive", Permission.ROOM_OPEN, this::archive);
  }

  /**
   * @param channel the vendor's id; absent until it is open
   * @param url where people open it; absent where the vendor has no address for it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ShownRoom(
      UUID id,
      int number,
      String vendor,
      UUID provider,
      String state,
      String name,
      @Nullable String channel,
      @Nullable String url,
      String askedBy,
      Instant askedAt,
      @Nullable Instant openedAt,
      @Nullable Instant archivedAt,
      @Nullable String reason,
      List<InviteeRepository.Invited> people) {}

  /** All rooms of an incident in order. */
  record ShownRooms(List<ShownRoom> rooms) {}

  private Answer list(Call call) {
    String reference = call.path("id");
    return transactions.call(
        call.tenant(),
        tx -> {
          UUID incident =
              incidents
                  .findId(tx, reference)
                  .await()
                  .orElseThrow(() -> missing.incident(reference));
          return Answer.ok(
              new ShownRooms(rooms.of(tx, incident).stream().map(r -> shown(tx, r)).toList()));
        });
  }

  private ShownRoom shown(Tx tx, Room room) {
    String channel = room.channel();
    return new ShownRoom(
        room.id(),
        room.number(),
        room.vendor(),
        room.provider(),
        room.state().wireName(),
        room.name(),
        channel,
        channel == null || !room.vendor().equals(Room.SLACK)
            ? null
            : "https://slack.com/app_redirect?channel=" + channel,
        room.askedBy(),
        room.askedAt(),
        room.openedAt(),
        room.archivedAt(),
        room.reason(),
        invitees.invited(tx, room.id()));
  }

  private Answer open(Call call) {
    Instant at = now();
    return transactions.call(
        call.tenant(),
        tx -> {
          Incident incident = locked(tx, call, at);
          if (incident.isTest()) {
            throw Fault.conflict("the incident is a test, which has no room");
          }
          List<Room> all = rooms.of(tx, incident.id());
          if (inUse(all).isPresent()) {
            throw Fault.conflict(
                "the incident has the room " + inUse(all).get().shown() + " already");
          }
          RoomRepository.Maker maker =
              rooms
                  .maker(tx)
                  .orElseThrow(
                      () ->
                          Fault.conflict(
                              "no provider can make rooms; give a provider of type slack the"
                                  + " config rooms: on, or create one of type discord_bot"));
          // A timer is locked before what it is about: whoever ends a task does so too.
          timers.set(tx, List.of(RoomReaction.look(incident.id()))).await();
          int number = all.isEmpty() ? 1 : all.getLast().number() + 1;
          Room made =
              opening.open(
                  tx, incident, service(tx, incident), maker, number, null, call.author(), at);
          return Answer.created(
              Api.BASE + "/incidents/" + incident.id() + "/rooms", shown(tx, made));
        });
  }

  private Answer archive(Call call) {
    Instant at = now();
    return transactions.call(
        call.tenant(),
        tx -> {
          Incident incident = locked(tx, call, at);
          Room open =
              inUse(rooms.of(tx, incident.id()))
                  .filter(room -> room.state() == Room.State.OPEN)
                  .orElseThrow(() -> Fault.conflict("the incident has no open room"));
          return Answer.ok(shown(tx, keeper.ask(tx, incident, open, Map.of("by", call.author()))));
        });
  }

  private static Optional<Room> inUse(List<Room> all) {
    return all.stream().filter(room -> room.state().isInUse()).findFirst();
  }

  private Incident locked(Tx tx, Call call, Instant at) {
    String reference = call.path("id");
    UUID id =
        incidents.findId(tx, reference).await().orElseThrow(() -> missing.incident(reference));
    Incident incident =
        incidents.lock(tx, List.of(id)).await().stream()
            .findFirst()
            .orElseThrow(() -> missing.incident(reference));
    access.require(tx, call, Permission.ROOM_OPEN, incident, at).await();
    return incident;
  }

  private OwnedService service(Tx tx, Incident incident) {
    UUID id = incident.serviceId();
    return Objects.requireNonNull(services.load(tx, List.of(id)).await().get(id));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
