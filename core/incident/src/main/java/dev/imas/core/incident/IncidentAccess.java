package dev.imas.core.incident;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.http.Call;
import dev.imas.core.http.Principal;
import dev.imas.core.http.Principal.Person;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.UUID;

/**
 * Decides who may act on an incident: by role, by a grant for the team that owns its service, as
 * its lead or who is on call for that team (requirement IAM-04), or as who has a part in its work
 * (C65).
 */
public final class IncidentAccess {

  private final ServiceRepository services;
  private final OnCallLookup onCall;
  private final HeldRoleRepository roles = new HeldRoleRepository();

  public IncidentAccess(ServiceRepository services, OnCallLookup onCall) {
    this.services = services;
    this.onCall = onCall;
  }

  /**
   * Fails with FORBIDDEN unless the caller may. It reads the team in the transaction that acts on
   * the locked incident, and only for a caller who does not have the permission everywhere.
   */
  public Future<Void> require(
      Tx tx, Call call, Permission permission, Incident incident, Instant at) {
    return call.may(permission)
        ? Future.succeededFuture()
        : require(tx, call.principal(), permission, incident, at);
  }

  /** The same for a caller who came in by another way than the API. */
  public Future<Void> require(
      Tx tx, Principal caller, Permission permission, Incident incident, Instant at) {
    return may(tx, caller, permission, incident, at)
        .compose(
            may -> may ? Future.succeededFuture() : Future.failedFuture(Call.refusal(permission)));
  }

  /** Whether the caller may. */
  public Future<Boolean> may(
      Tx tx, Principal caller, Permission permission, Incident incident, Instant at) {
    if (caller.may(permission)) {
      return Future.succeededFuture(true);
    }
    return services
        .ownerTeam(tx, incident.serviceId())
        .compose(
            team ->
                caller.may(permission, team)
                    ? Future.succeededFuture(true)
                    : isOnDuty(tx, caller, permission, incident, team, at));
  }

  private Future<Boolean> isOnDuty(
      Tx tx, Principal caller, Permission permission, Incident incident, UUID team, Instant at) {
    Person person = caller.onDuty(permission, team);
    if (person == null) {
      return Future.succeededFuture(false);
    }
    if (incident.isLedBy(person)) {
      return Future.succeededFuture(true);
    }
    return onCall
        .isOnCall(tx, person.id(), team, at)
        .compose(
            is -> is ? Future.succeededFuture(true) : roles.holds(tx, incident.id(), person.id()));
  }
}
