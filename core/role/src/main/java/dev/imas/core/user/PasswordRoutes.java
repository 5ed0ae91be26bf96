package dev.imas.core.user;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.password.PasswordRules;
import dev.imas.core.password.Passwords;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * {@code PUT /users/{id}/password}: of oneself with the current password, of others as an
 * administrator. It ends every session of the user (IAM-12).
 */
public final class PasswordRoutes {

  private static final int LONGEST_SENT = 1_000;

  private final Transactions transactions;
  private final Passwords passwords;
  private final OwnPassword own;
  private final InstantSource clock;
  private final UserRepository users = new UserRepository();

  public PasswordRoutes(
      Transactions transactions, Passwords passwords, OwnPassword own, InstantSource clock) {
    this.transactions = transactions;
    this.passwords = passwords;
    this.own = own;
    this.clock = clock;
  }

  public void mount(Api api) {
    api.put("/users/{id}/password", Permission.SELF_EDIT, this::put);
  }

  private Answer put(Call call) {
    Reference reference = call.reference("id");
    Body body = call.body().only("password", "current_password");
    String password = body.text("password", LONGEST_SENT, "");
    UserView user = transactions.call(call.tenant(), tx -> user(tx, reference));
    boolean isSelf = UserRoutes.isSelf(call, user.id());
    if (!isSelf && !call.may(Permission.USER_MANAGE)) {
      throw Call.refusal(Permission.USER_MANAGE);
    }
    check(body, password, user);
    if (isSelf) {
      own.prove(call.tenant(), user.id(), body);
    }
    String hash = passwords.hashed(password, true).await();
    UUID id = user.id();
    transactions.call(
        call.tenant(),
        tx -> {
          if (users.find(tx, id).await().isEmpty()) {
            throw isNobody();
          }
          users.setPassword(tx, id, hash, clock.instant()).await();
          call.audit(
              tx, new Audit.Change(new Audit.Subject("user", id), "set_password", null, null));
          return id;
        });
    return Answer.noContent();
  }

  private UserView user(Tx tx, Reference reference) {
    UUID id = users.findId(tx, reference).await().orElseThrow(PasswordRoutes::isNobody);
    return users.find(tx, id).await().orElseThrow(PasswordRoutes::isNobody);
  }

  private static Fault isNobody() {
    return Fault.notFound("there is no user with this id or name");
  }

  private static void check(Body body, String password, UserView user) {
    String fault =
        PasswordRules.fault(
            password, List.of(user.username(), user.email(), user.firstName(), user.lastName()));
    if (fault != null) {
      body.fault("/password", fault);
    }
    body.throwIfFaulty();
  }
}
