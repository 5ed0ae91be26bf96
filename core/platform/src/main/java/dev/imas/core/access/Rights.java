package dev.imas.core.access;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A role, and the grants that add to it. */
public record Rights(AccessRole role, List<Grant> grants) {

  public Rights {
    grants = List.copyOf(grants);
  }

  public static Rights of(AccessRole role) {
    return new Rights(role, List.of());
  }

  /** These rights with the grants that are in force at that time. */
  public Rights at(Instant now) {
    return grants.isEmpty()
        ? this
        : new Rights(role, grants.stream().filter(grant -> grant.isInForce(now)).toList());
  }

  /** Whether they allow it everywhere in the tenant. */
  public boolean allow(Permission permission) {
    return allow(permission, null);
  }

  /**
   * Whether they allow it with what that team owns.
   *
   * @param team null for what no team owns, or everywhere
   */
  public boolean allow(Permission permission, @Nullable UUID team) {
    return role.includes(permission.lowest())
        || grants.stream()
            .anyMatch(
                grant ->
                    grant.permission().includes(permission)
                        && (grant.team() == null || grant.team().equals(team)));
  }

  /** Whether they allow it at least with what some team owns. */
  public boolean allowSomewhere(Permission permission) {
    return role.includes(permission.lowest())
        || grants.stream().anyMatch(grant -> grant.permission().includes(permission));
  }

  /** Whether they include all that a grant would give, for all of its time. */
  public boolean include(Grant wanted) {
    return role.includes(wanted.permission().lowest())
        || grants.stream().anyMatch(grant -> grant.includes(wanted));
  }

  /**
   * When they no longer allow, everywhere in the tenant, what they allow now.
   *
   * @return null if they do for good
   */
  public @Nullable Instant holdUntil(Permission permission) {
    if (role.includes(permission.lowest())) {
      return null;
    }
    Instant last = Instant.MIN;
    for (Grant grant : grants) {
      if (grant.permission() == permission && grant.team() == null) {
        Instant until = grant.until();
        if (until == null) {
          return null;
        }
        last = until.isAfter(last) ? until : last;
      }
    }
    return last;
  }
}
