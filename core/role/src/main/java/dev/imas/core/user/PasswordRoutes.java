package dev.imas.core.user;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.password.GuessLimits;
import dev.imas.core.password.GuessLimits.Guessed;
import dev.imas.core.password.PasswordRules;
import dev.imas.core.password.Passwords;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code PUT /users/{id}/password}: of oneself with the current password, of others as an
 * administrator. It ends every session of the user (IAM-12).
 */
public final class PasswordRoutes {

  private static final int LONGEST_SENT = 1_000;

  /** A user with what is known of the person, and the hash of the password. */
  private record Account(UserView user, @Nullable String hash) {}

  private final Transactions transactions;
  private final Passwords passwords;
  private final GuessLimits limits;
  private final InstantSource clock;
  private final UserRepository users = new UserRepository();

  public PasswordRoutes(
      Transactions transactions, Passwords passwords, GuessLimits limits, InstantSource clock) {
    this.transactions = transactions;
    this.passwords = passwords;
    this.limits = limits;
    this.clock = clock;
  }

  public void mount(Api api) {
    api.put("/users/{id}/password", Permission.SELF_EDIT, this::put);
  }

  private Answer put(Call call) {
    Reference reference = call.reference("id");
    Body body = call.body().only("password", "current_password");
    String password = body.text("password", LONGEST_SENT, "");
    String current = body.text("current_password", LONGEST_SENT, "");
    Account account = transactions.call(call.tenant(), tx -> account(tx, reference));
    boolean isSelf = UserRoutes.isSelf(call, account.user.id());
    if (!isSelf && !call.may(Permission.USER_MANAGE)) {
      throw Call.refusal(Permission.USER_MANAGE);
    }
    check(body, password, account.user);
    if (isSelf && account.hash != null) {
      prove(account.user.id(), current, account.hash);
    }
    String hash = passwords.hashed(password, true).await();
    UUID id = account.user.id();
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

  private Account account(Tx tx, Reference reference) {
    UUID id = users.findId(tx, reference).await().orElseThrow(PasswordRoutes::isNobody);
    UserView user = users.find(tx, id).await().orElseThrow(PasswordRoutes::isNobody);
    return new Account(user, users.password(tx, id).await().orElse(null));
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

  /** Whoever has only a session, such as one left open, may not take the account over. */
  private void prove(UUID user, String current, String hash) {
    Guessed guessed = new Guessed(user.toString(), "session");
    limits.guess(guessed);
    if (!passwords.matches(current, hash, true).await()) {
      throw Fault.at(
          Fault.Kind.FORBIDDEN,
          "/current_password",
          "/current_password is not your password; send the one you log in with");
    }
    limits.succeeded(guessed);
  }
}
