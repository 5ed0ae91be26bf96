package dev.imas.core.http;

import dev.imas.core.access.AccessRole;
import dev.imas.core.access.Grant;
import dev.imas.core.access.Permission;
import dev.imas.core.access.Rights;
import dev.imas.core.model.TenantId;
import java.time.Instant;
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
 * @param until the end of the credential; null if it has none, as a session, which its user renews
 */
public record Principal(
    TenantId tenant,
    UUID credential,
    @Nullable Person person,
    String name,
    Rights rights,
    @Nullable Rights bound,
    @Nullable Instant until) {

  /** A caller whose credential does not end. */
  public Principal(
      TenantId tenant,
      UUID credential,
      @Nullable Person person,
      String name,
      Rights rights,
      @Nullable Rights bound) {
    this(tenant, credential, person, name, rights, bound, null);
  }

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
   * Whether the caller has the permission for what that team owns. A token of a user acts for the
   * user, and never on the user's account: it has none of the permissions of a log-in, except with
   * {@code user.manage}, for the accounts of others.
   *
   * @param team null for what no team owns
   */
  public boolean may(Permission permission, @Nullable UUID team) {
    return has(
        permission.isOfLogIns() && bound != null ? Permission.USER_MANAGE : permission, team);
  }

  private boolean has(Permission permission, @Nullable UUID team) {
    return rights.allow(permission, team) && (bound == null || bound.allow(permission, team));
  }

  /**
   * Whether the caller may have the permission for some row. If not, no row needs to be read to
   * refuse the request.
   */
  public boolean mightHave(Permission permission) {
    if (permission.isOfLogIns()) {
      return may(permission);
    }
    return bound == null
        ? rights.allowSomewhere(permission) || (permission.isOfDuty() && person != null)
        : rights.allowSomewhere(permission)
            && (permission.isOfDuty() || bound.allowSomewhere(permission));
  }

  /** The user who is logged in; null for a token, whosever it is. */
  public @Nullable Person loggedIn() {
    return bound == null ? person : null;
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
  public boolean includes(Grant grant) {
    return rights.include(grant) && (bound == null || bound.include(grant));
  }

  /** Whether the caller's credential lasts until then; null for no end. */
  public boolean lasts(@Nullable Instant then) {
    return until == null || (then != null && !then.isAfter(until));
  }

  /**
   * Whether the caller has at least these rights now, for all of their time as far as the caller's
   * rights end. Whoever has less may not act on an account that has them.
   */
  public boolean includes(Rights others) {
    return role().includes(others.role()) && others.grants().stream().allMatch(this::includes);
  }

  /**
   * Whether the caller may give these rights until then.
   *
   * @param then null for no end
   */
  public boolean mayGive(Rights given, @Nullable Instant then) {
    return lasts(then)
        && role().includes(given.role())
        && given.grants().stream().map(grant -> grant.endingAt(then)).allMatch(this::includes);
  }

  /**
   * When the caller no longer has a permission that it has now.
   *
   * @return null if it has it for good
   */
  public @Nullable Instant holdsUntil(Permission permission) {
    Instant end = earlier(until, rights.holdUntil(permission));
    return bound == null ? end : earlier(end, bound.holdUntil(permission));
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isBefore(one)) ? other : one;
  }

  /** The caller as the audit names it: the user of a session, or a token, whosever it is. */
  public Audit.Actor actor() {
    return person != null && bound == null
        ? new Audit.Actor(Audit.Actor.Kind.USER, person.id)
        : new Audit.Actor(Audit.Actor.Kind.TOKEN, credential);
  }
}
