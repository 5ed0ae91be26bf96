package dev.imas.core.user;

import dev.imas.core.access.AccessRole;
import dev.imas.core.http.Body;
import dev.imas.core.http.Reference;
import dev.imas.core.password.PasswordRules;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What log-in needs of users: to make an account, and to set its password. */
public final class Accounts {

  private static final int LONGEST_SENT = 1_000;

  /**
   * What a person sends to get an account.
   *
   * @param writing null if the account is there
   */
  public record Registration(String username, String password, @Nullable UserWriting writing) {

    @Override
    public String toString() {
      return "registration of " + username;
    }
  }

  public record Named(UUID id, String username, String email, String role) {}

  private final UserRepository users = new UserRepository();

  /**
   * Reads what makes an account, with its password.
   *
   * @throws Fault INVALID with all faults
   */
  public static Registration registration(Body body) {
    body.only(
        "code",
        "password",
        "username",
        "email",
        "first_name",
        "last_name",
        "phone",
        "time_zone",
        "locale");
    UserWriting writing = UserWriting.read(body);
    return checked(
        body,
        writing.username(),
        List.of(writing.username(), writing.email(), writing.firstName(), writing.lastName()),
        writing);
  }

  /** Reads the password of an account that is there. */
  public Registration registrationOf(Tx tx, Body body, UUID user) {
    body.only("code", "password");
    UserView there = view(tx, user);
    return checked(
        body,
        there.username(),
        List.of(there.username(), there.email(), there.firstName(), there.lastName()),
        null);
  }

  private static Registration checked(
      Body body, String username, List<String> about, @Nullable UserWriting writing) {
    String password = body.text("password", LONGEST_SENT, "");
    String fault = PasswordRules.fault(password, about);
    if (fault != null) {
      body.fault("/password", fault);
    }
    body.throwIfFaulty();
    return new Registration(username, password, writing);
  }

  public void insert(Tx tx, UUID id, Registration wanted, AccessRole role) {
    UserWriting writing = wanted.writing();
    if (writing == null) {
      throw new IllegalArgumentException("this registration makes no account");
    }
    writing.requireOwnName(tx, users, null);
    users.insert(tx, id, writing, role).await();
  }

  public void setPassword(Tx tx, UUID id, String hash, Instant at) {
    users.setPassword(tx, id, hash, at).await();
  }

  /** Ends every session of the user. */
  public void endSessions(Tx tx, UUID id) {
    users.endSessions(tx, id).await();
  }

  /** * @throws Fault NOT_FOUND when there is none */
  public Named existing(Tx tx, Reference reference) {
    return named(view(tx, reference.orNothing(users.findId(tx, reference).await())));
  }

  /** The account if it is there. */
  public Optional<Named> find(Tx tx, UUID id) {
    return users.find(tx, id).await().map(Accounts::named);
  }

  private static Named named(UserView user) {
    return new Named(user.id(), user.username(), user.email(), user.role());
  }

  private UserView view(Tx tx, UUID id) {
    return users
        .find(tx, id)
        .await()
        .orElseThrow(() -> Fault.notFound("there is no user with this id or name"));
  }

  /** What a violated constraint of users means to the caller. */
  public static @Nullable Fault meaning(String constraint) {
    return switch (constraint) {
      case "user_username" ->
          Fault.conflict("a user with this username exists already; choose another");
      case "user_email" ->
          Fault.conflict("a user with this email exists already; use another address");
      case "user_platform_admin" ->
          Fault.conflict(
              "users of the platform are its administrators; make one with: imas platform-admin");
      default -> null;
    };
  }
}
