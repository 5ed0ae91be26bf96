package dev.imas.core.contact;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Call;
import dev.imas.core.http.Principal;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.user.AccountAccess;
import dev.imas.core.user.UserRepository;
import java.util.UUID;

/** Whose contacts and rules a call is about: the caller's own, or anybody's for administrators. */
final class Owner {

  private final UserRepository users = new UserRepository();
  private final AccountAccess access = new AccountAccess();

  /**
   * @throws Fault NOT_FOUND when there is no such user, FORBIDDEN when it is neither the caller nor
   *     somebody whom the caller may manage
   */
  UUID of(Tx tx, Call call, Reference user) {
    UUID id =
        users
            .findId(tx, user)
            .await()
            .orElseThrow(() -> Fault.notFound("there is no user with this id or name"));
    if (!isSelf(call, id) && !call.may(Permission.USER_MANAGE)) {
      throw Call.refusal(Permission.USER_MANAGE);
    }
    return id;
  }

  /**
   * The same for a change.
   *
   * @throws Fault FORBIDDEN, too, when it is somebody with more rights than the caller, or the
   *     owner of the caller's token
   */
  UUID toChange(Tx tx, Call call, Reference user) {
    UUID id = of(tx, call, user);
    access.require(tx, call, id);
    return id;
  }

  /**
   * Refuses the call unless it is the person's own.
   *
   * @throws Fault CONFLICT for everybody else
   */
  static void mustBeSelf(Call call, UUID user) {
    if (!isSelf(call, user)) {
      throw Fault.conflict(
          "only the person can prove that a message reached them: log in as that user");
    }
  }

  /** By a log-in: a token of theirs is none of them. */
  static boolean isSelf(Call call, UUID user) {
    Principal.Person person = call.principal().loggedIn();
    return person != null && person.id().equals(user);
  }
}
