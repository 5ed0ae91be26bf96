package dev.imas.core.grant;

import dev.imas.core.access.Grant;
import dev.imas.core.access.Permission;
import dev.imas.core.http.Principal;
import dev.imas.core.platform.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody may pass on (requirement IAM-07). Nobody gives more than they have. Whoever may not
 * manage grants passes on for a time only, and nothing that could be passed on further.
 */
final class Delegation {

  /** The longest that somebody passes on what they have. */
  static final Duration LONGEST = Duration.ofHours(72);

  private static final Set<Permission> NOT_PASSED_ON =
      Set.of(Permission.GRANT_DELEGATE, Permission.GRANT_MANAGE, Permission.TOKEN_MANAGE);

  private Delegation() {}

  /**
   * @throws Fault FORBIDDEN or INVALID, with what to change
   */
  static void check(Principal maker, Grant grant) {
    String permission = grant.permission().wireName();
    if (!maker.includes(grant)) {
      throw Fault.of(
          Fault.Kind.FORBIDDEN,
          "you do not have "
              + permission
              + " yourself for all that this grant would give; narrow it to your team or your"
              + " time");
    }
    if (maker.may(Permission.GRANT_MANAGE)) {
      requireToLast(maker, grant);
      requireWithin(maker.holdsUntil(Permission.GRANT_MANAGE), grant);
      return;
    }
    if (NOT_PASSED_ON.contains(grant.permission())) {
      throw Fault.of(
          Fault.Kind.FORBIDDEN,
          permission + " cannot be passed on; it takes the permission grant.manage to grant it");
    }
    Instant until = grant.until();
    if (until == null || until.isAfter(grant.from().plus(LONGEST))) {
      throw Fault.invalid(
          "/until",
          "/until must be at most "
              + LONGEST.toHours()
              + " hours after from; only the permission grant.manage gives for longer");
    }
    requireToLast(maker, grant);
  }

  /** Whoever may manage grants for an hour gives nothing that outlasts it. */
  private static void requireWithin(@Nullable Instant end, Grant grant) {
    Instant until = grant.until();
    if (end != null && (until == null || until.isAfter(end))) {
      throw Fault.at(
          Fault.Kind.FORBIDDEN,
          "/until",
          "you have the permission grant.manage until "
              + end
              + "; let the grant end by then, or ask somebody who has it for longer");
    }
  }

  /** What a token gives ends with it: else whoever has copied one could outlive its end. */
  private static void requireToLast(Principal maker, Grant grant) {
    if (!maker.lasts(grant.until())) {
      throw Fault.at(
          Fault.Kind.FORBIDDEN,
          "/until",
          "your token has the permission until "
              + maker.until()
              + "; let the grant end by then, or log in to grant it for longer");
    }
  }
}
