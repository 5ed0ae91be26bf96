package dev.imas.core.http;

import dev.imas.core.access.AccessRole;
import dev.imas.core.access.Grant;
import dev.imas.core.access.Permission;
import dev.imas.core.access.Rights;
import dev.imas.core.model.TenantId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The authenticated caller of a request, with what it may do at this moment.
 *
 * @param credential the token that was sent, by which requests are counted
 * @param person the user who acts; null for a program
 * @param name the author of what the caller does
 * @param rights those of the credential, with the grants that are in force
 * @param bound those of its owner, which it never exceeds; null if the owner sets no bound
 */
public record Principal(
    TenantId tenant,
    UUID credential,
    @Nullable Person person,
    String name,
    Rights rights,
    @Nullable Rights bound) {

  /** Whoever sends no credential, where none is needed. */
  static final Principal ANYBODY =
      new Principal(
          TenantId.PLATFORM, new UUID(0, 0), null, "", Rights.of(AccessRole.VIEWER), null);

  /** A user. */
  public record Person(UUID id, String username) {}

  /** The role of the credential, or that of its owner if that is lower. */
  public AccessRole role() {
    return bound != null && rights.role().includes(bound.role()) ? bound.role() : rights.role();
  }

  /** Whether the caller has the permission everywhere in the tenant. */
  public boolean may(Permission permission) {
    return may(permission, null);
  }

  /**
   * Whether the caller has the permission for what that team owns.
   *
   * @param team null for what no team owns
   */
  public boolean may(Permission permission, @Nullable UUID team) {
    return rights.allow(permission, team) && (bound == null || bound.allow(permission, team));
  }

  /**
   * Whether the caller may have the permission for some row. If not, no row needs to be read to
   * refuse the request.
   */
  public boolean mightHave(Permission permission) {
    return bound == null
        ? rights.allowSomewhere(permission) || (permission.isOfDuty() && person != null)
        : rights.allowSomewhere(permission)
            && (permission.isOfDuty() || bound.allowSomewhere(permission));
  }

  /**
   * The user who has the permission for an incident of that team as soon as they are its lead or on
   * call for the team; null if duty adds nothing. A user's token needs the permission itself: duty
   * adds to what the user may, not to what the token was made for.
   */
  public @Nullable Person onDuty(Permission permission, @Nullable UUID team) {
    return permission.isOfDuty() && (bound == null || rights.allow(permission, team))
        ? person
        : null;
  }

  /** Whether the caller has all that the grant would give, for all of its time. */
  public boolean mayGive(Grant grant) {
    return rights.include(grant) && (bound == null || bound.include(grant));
  }

  /** Whether the caller has at least these rights, for all of their time. */
  public boolean mayGive(Rights given) {
    return role().includes(given.role()) && given.grants().stream().allMatch(this::mayGive);
  }

  /** The caller as the audit names it: the user of a session, or a token, whosever it is. */
  public Audit.Actor actor() {
    return person != null && bound == null
        ? new Audit.Actor(Audit.Actor.Kind.USER, person.id)
        : new Audit.Actor(Audit.Actor.Kind.TOKEN, credential);
  }
}
