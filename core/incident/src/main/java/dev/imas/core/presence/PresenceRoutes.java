package dev.imas.core.presence;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Principal;
import dev.imas.core.http.Reference;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.presence.Sighting.Person;
import dev.imas.core.presence.Sighting.Place;
import dev.imas.core.retention.Missing;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code /incidents/{id}/presence}: a page says that somebody looks at an incident, and learns who
 * else does. It changes nothing that is stored, so it is not in the audit.
 */
public final class PresenceRoutes {

  private final Transactions transactions;
  private final IncidentRepository incidents;
  private final Missing missing;
  private final Presences presences;
  private final PresentPersonRepository people = new PresentPersonRepository();

  public PresenceRoutes(
      Transactions transactions,
      IncidentRepository incidents,
      Missing missing,
      Presences presences) {
    this.transactions = transactions;
    this.incidents = incidents;
    this.missing = missing;
    this.presences = presences;
  }

  public void mount(Api api) {
    api.put("/incidents/{id}/presence", Permission.INCIDENT_READ, this::put);
  }

  private Answer put(Call call) {
    Body body = call.body().only("page", "state");
    UUID page = body.uuid("page");
    if (page == null && body.present("page") == null) {
      body.fault("/page", "is missing; choose a UUID for each page that you open");
    }
    PresenceState state = state(body);
    body.throwIfFaulty();
    return Answer.ok(presences.told(sighting(call, Objects.requireNonNull(page), state)));
  }

  /** Reads the state. For an unknown one it adds a fault. */
  private static PresenceState state(Body body) {
    String name = body.requiredText("state", 40);
    Optional<PresenceState> state = PresenceState.named(name);
    if (state.isEmpty() && !name.isEmpty()) {
      body.fault("/state", "'" + name + "' is not one of " + PresenceState.names());
    }
    return state.orElse(PresenceState.LOOKING);
  }

  /** It reads the database only for a page that is not known here, or by a short id. */
  private Sighting sighting(Call call, UUID page, PresenceState state) {
    Principal.Person caller = call.principal().person();
    UUID named = Reference.of(call.path("id")).id();
    if (caller != null && named != null) {
      Place place = new Place(call.tenant(), named);
      Person known = presences.known(place, caller.id(), page);
      if (known != null) {
        return new Sighting(place, known, page, state);
      }
    }
    return transactions.call(call.tenant(), tx -> read(tx, call, page, state));
  }

  private Sighting read(Tx tx, Call call, UUID page, PresenceState state) {
    String reference = call.path("id");
    UUID incident =
        incidents.findId(tx, reference).await().orElseThrow(() -> missing.incident(reference));
    Principal.Person caller = call.principal().person();
    if (caller == null || call.principal().bound() != null) {
      throw Fault.conflict(
          "a token looks at nothing, so it is never present; log in to the dashboard as a user");
    }
    return new Sighting(new Place(call.tenant(), incident), people.named(tx, caller), page, state);
  }
}
