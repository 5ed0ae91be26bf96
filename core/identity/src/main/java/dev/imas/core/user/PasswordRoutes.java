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
import dev.imas.core.rights.AccountChange;
import dev.imas.core.rights.AccountWatch;
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
  private final AccountWatch watch;
  private final Runnable ended;
  private final AccountAccess access = new AccountAccess();
  private final UserRepository users = new UserRepository();

  /**
   * @param watch tells people of changes of their accounts
   * @param ended is told that sessions and tokens have ended, so that this process forgets them
   */
  public PasswordRoutes(
      Transactions transactions,
      Passwords passwords,
      OwnPassword own,
      InstantSource clock,
      AccountWatch watch,
      Runnable ended) {
    this.transactions = transactions;
    this.passwords = passwords;
    this.own = own;
    this.clock = clock;
    this.watch = watch;
    this.ended = ended;
  }

  public void mount(Api api) {
    api.put("/users/{id}/password", Permission.SELF_EDIT, this::put);
  }

  private Answer put(Call call) {
    Reference reference = call.reference("id");
    Body body = call.body().only("password", "current_password");
    String password = body.text("password", LONGEST_SENT, "");
    UserView user = transactions.call(call.tenant(), tx -> user(tx, reference));
    boolean isSelf = transactions.call(call.tenant(), tx -> access.require(tx, call, user.id()));
    check(body, password, user);
    if (isSelf) {
      own.prove(call, body);
    }
    String hash = passwords.hashed(password, true).await();
    UUID id = user.id();
    transactions.call(
        call.tenant(),
        tx -> {
          if (users.find(tx, id).await().isEmpty()) {
            throw isNobody();
          }
          access.require(tx, call, id);
          watch.changed(tx, id, AccountChange.PASSWORD, call);
          users.setPassword(tx, id, hash, clock.instant()).await();
          watch.sessionsEnded(tx, id, call);
          tx.afterCommit(ended);
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
