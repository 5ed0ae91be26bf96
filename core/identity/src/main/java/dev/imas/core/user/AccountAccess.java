package dev.imas.core.user;

import dev.imas.core.access.AccessRole;
import dev.imas.core.access.Permission;
import dev.imas.core.access.Rights;
import dev.imas.core.grant.GrantRepository;
import dev.imas.core.http.Call;
import dev.imas.core.http.Principal;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import java.util.UUID;

/**
 * Who may change somebody's account: the person, by a log-in; else whoever manages users, and has
 * no fewer rights than the person. Call it on a virtual thread.
 */
public final class AccountAccess {

  private final UserRepository users = new UserRepository();
  private final GrantRepository grants = new GrantRepository();

  /**
   * Refuses a call that may not change that account.
   *
   * @return whether the account is the caller's own
   * @throws Fault FORBIDDEN
   */
  public boolean require(Tx tx, Call call, UUID user) {
    if (call.isOf(user)) {
      call.refuseTokenOf(user);
      return true;
    }
    requireOther(tx, call, user);
    return false;
  }

  /**
   * Refuses a call that may not change somebody else's account.
   *
   * @throws Fault FORBIDDEN, also for one's own
   */
  public void requireOther(Tx tx, Call call, UUID user) {
    if (!call.may(Permission.USER_MANAGE)) {
      throw Call.refusal(Permission.USER_MANAGE);
    }
    String role =
        users
            .role(tx, user)
            .await()
            .orElseThrow(() -> Fault.notFound("there is no user with this id or name"));
    Rights theirs =
        new Rights(
            AccessRole.named(role).orElse(AccessRole.PLATFORM_ADMIN), grants.of(tx, user).await());
    if (!call.principal().includes(theirs)) {
      throw Fault.of(
          Fault.Kind.FORBIDDEN,
          "the user has more permissions than you, or for longer; ask somebody who has no fewer");
    }
  }

  /**
   * Refuses to give a role that the caller does not have. An account is for good, so one of an
   * administrator is given only by who is one for good.
   *
   * @throws Fault FORBIDDEN
   */
  static void requireToGive(Call call, AccessRole role) {
    Principal caller = call.principal();
    if (!caller.role().includes(role)) {
      throw Fault.at(
          Fault.Kind.FORBIDDEN,
          "/role",
          "your role is "
              + caller.role().wireName()
              + ": you have no permission to give a higher one");
    }
    if (role.includes(AccessRole.TENANT_ADMIN) && caller.until() != null) {
      throw Fault.at(
          Fault.Kind.FORBIDDEN,
          "/role",
          "your token ends, and has no permission to make administrators for good; log in, or use"
              + " a token without an end");
    }
  }
}
