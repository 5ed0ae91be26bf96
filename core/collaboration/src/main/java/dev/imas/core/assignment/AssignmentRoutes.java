package dev.imas.core.assignment;

import dev.imas.core.access.Permission;
import dev.imas.core.assignment.AssignmentRepository.Current;
import dev.imas.core.assignment.AssignmentRepository.Held;
import dev.imas.core.assignment.AssignmentView.Holder;
import dev.imas.core.assignment.AssignmentView.Role;
import dev.imas.core.assignment.AssignmentView.Roles;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Principal.Person;
import dev.imas.core.http.Reference;
import dev.imas.core.incident.ActiveIncident;
import dev.imas.core.incident.ActivePersonRepository;
import dev.imas.core.incident.Author;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentAccess;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.retention.Missing;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /incidents/{id}/roles}: who has which role in an incident. */
final class AssignmentRoutes {

  private static final int LONGEST_REFERENCE = 200;
  private static final String ALL = "/incidents/{id}/roles";
  private static final String ONE = ALL + "/{role}";

  private final Transactions transactions;
  private final IncidentRepository incidents;
  private final ActiveIncident active;
  private final ActivePersonRepository people = new ActivePersonRepository();
  private final AssignmentRepository repository;
  private final Assignments assignments;
  private final Missing missing;
  private final InstantSource clock;

  AssignmentRoutes(
      Transactions transactions,
      IncidentRepository incidents,
      AssignmentRepository repository,
      Assignments assignments,
      IncidentAccess access,
      Missing missing,
      InstantSource clock) {
    this.transactions = transactions;
    this.incidents = incidents;
    this.active = new ActiveIncident(incidents, access, missing, clock);
    this.repository = repository;
    this.assignments = assignments;
    this.missing = missing;
    this.clock = clock;
  }

  void mount(Api api) {
    api.get(ALL, Permission.INCIDENT_READ, this::list);
    api.put(ONE, Permission.INCIDENT_EDIT, this::assign);
    api.delete(ONE, Permission.INCIDENT_EDIT, this::end);
    api.post(ONE + "/take", Permission.INCIDENT_ACKNOWLEDGE, this::take);
    api.post(ONE + "/leave", Permission.INCIDENT_ACKNOWLEDGE, this::leave);
  }

  private Answer list(Call call) {
    String reference = call.path("id");
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx -> {
              UUID id =
                  incidents
                      .findId(tx, reference)
                      .await()
                      .orElseThrow(() -> missing.incident(reference));
              return roles(tx, incidents.read(tx, List.of(id)).await().get(0));
            }));
  }

  private Roles roles(Tx tx, Incident incident) {
    Map<IncidentRole, Held> held = repository.held(tx, incident.id());
    List<Role> roles = new ArrayList<>();
    for (IncidentRole role : IncidentRole.values()) {
      roles.add(
          role == IncidentRole.COMMANDER ? commander(tx, incident) : other(role, held.get(role)));
    }
    return new Roles(
        roles, repository.past(tx, incident.id()), repository.participants(tx, incident.id()));
  }

  private Role commander(Tx tx, Incident incident) {
    String role = IncidentRole.COMMANDER.wireName();
    UUID id = incident.leadId();
    String name = incident.lead();
    if (id != null) {
      Current now = repository.current(tx, id);
      return new Role(role, new Holder(id, now.username()), !now.isActive(), null, null);
    }
    return new Role(role, name == null ? null : new Holder(null, name), name == null, null, null);
  }

  private static Role other(IncidentRole role, @Nullable Held held) {
    return held == null
        ? new Role(role.wireName(), null, true, null, null)
        : new Role(
            role.wireName(),
            new Holder(held.person().id(), held.person().username()),
            !held.isActive(),
            held.since(),
            held.givenBy());
  }

  private Answer assign(Call call) {
    IncidentRole role = role(call);
    Body body = call.body().only("user");
    String wanted = body.requiredText("user", LONGEST_REFERENCE).strip();
    body.throwIfFaulty();
    return change(
        call,
        role,
        Permission.INCIDENT_EDIT,
        (tx, holder) ->
            people
                .find(tx, Reference.of(wanted))
                .orElseThrow(
                    () ->
                        Fault.invalid(
                            "/user",
                            "/user: there is no active user '"
                                + wanted
                                + "'; send the name or id of one")));
  }

  private Answer end(Call call) {
    return change(call, role(call), Permission.INCIDENT_EDIT, (tx, holder) -> null);
  }

  private Answer take(Call call) {
    IncidentRole role = role(call);
    call.body().only().throwIfFaulty();
    return change(call, role, Permission.INCIDENT_ACKNOWLEDGE, (tx, holder) -> self(call));
  }

  private Answer leave(Call call) {
    IncidentRole role = role(call);
    call.body().only().throwIfFaulty();
    return change(
        call,
        role,
        Permission.INCIDENT_ACKNOWLEDGE,
        (tx, holder) -> {
          if (!self(call).id().equals(holder)) {
            throw Fault.conflict(
                "you are not the "
                    + role.wireName()
                    + ", so you cannot leave that role; DELETE it for somebody else");
          }
          return null;
        });
  }

  private static Person self(Call call) {
    Person self = call.principal().person();
    if (self == null) {
      throw Fault.conflict(
          "only a user can have a role, and this token belongs to nobody; PUT the role with a"
              + " user");
    }
    return self;
  }

  /** Says who has a role from now on; null: nobody. */
  @FunctionalInterface
  private interface Next {
    @Nullable Person of(Tx tx, @Nullable UUID holder);
  }

  private Answer change(Call call, IncidentRole role, Permission needed, Next next) {
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx -> {
              Incident locked = active.lock(tx, call, needed, call.path("id"));
              Person person = next.of(tx, assignments.holder(tx, locked, role));
              Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
              assignments.assign(tx, locked, role, person, Author.of(call.principal()), now);
              return roles(tx, incidents.read(tx, List.of(locked.id())).await().get(0));
            }));
  }

  private static IncidentRole role(Call call) {
    String name = call.path("role");
    return IncidentRole.named(name)
        .orElseThrow(
            () ->
                Fault.notFound(
                    "there is no role '" + name + "'; there are " + IncidentRole.wireNames()));
  }
}
