package dev.imas.core.login;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.SessionCookies;
import dev.imas.core.login.SessionRepository.Account;
import dev.imas.core.login.Sessions.Tokens;
import dev.imas.core.model.TenantId;
import dev.imas.core.password.GuessLimits;
import dev.imas.core.password.GuessLimits.Attempt;
import dev.imas.core.password.GuessLimits.Guessed;
import dev.imas.core.password.Passwords;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code /auth}: log in with a password, go on with a refresh token, log out (IAM-08, IAM-17).
 *
 * <p>An unknown tenant, an unknown user and a wrong password get the same answer after the same
 * work, and are counted alike.
 */
public final class LoginRoutes {

  private static final int LONGEST_SENT = 1_000;

  /** By whom a password is guessed on a device that the account does not know. */
  private static final String STRANGERS = "strangers";

  private final Transactions transactions;
  private final SessionRepository repository;
  private final Sessions sessions;
  private final SessionAuthenticator authenticator;
  private final Passwords passwords;
  private final GuessLimits limits;
  private final SessionAnswer answers;
  private final SecondStepRoutes second;
  private final Audit audit;
  private final Counter succeeded;
  private final Counter failed;
  private final Counter reused;

  LoginRoutes(
      Transactions transactions,
      SessionRepository repository,
      Sessions sessions,
      SessionAuthenticator authenticator,
      Passwords passwords,
      GuessLimits limits,
      SessionAnswer answers,
      SecondStepRoutes second,
      Audit audit,
      MeterRegistry meters) {
    this.audit = audit;
    this.transactions = transactions;
    this.repository = repository;
    this.sessions = sessions;
    this.authenticator = authenticator;
    this.passwords = passwords;
    this.limits = limits;
    this.answers = answers;
    this.second = second;
    this.succeeded = logins("succeeded", meters);
    this.failed = logins("failed", meters);
    this.reused =
        Counter.builder("imas.session.refused")
            .description("Refreshes with a token that is not valid, was used before or has expired")
            .register(meters);
  }

  private static Counter logins(String result, MeterRegistry meters) {
    return Counter.builder("imas.login")
        .description("Log-ins whose password was checked")
        .tag("result", result)
        .register(meters);
  }

  public void mount(Api api) {
    api.post("/auth/login", Permission.SESSION_OPEN, this::login);
    api.post("/auth/refresh", Permission.SESSION_OPEN, this::refresh);
    api.post("/auth/logout", Permission.SESSION_OPEN, this::logout);
  }

  private Answer login(Call call) {
    Body body = call.body().only("tenant", "username", "password", "device", "cookie");
    String tenant = body.text("tenant", 200);
    String name = body.requiredText("username", 255);
    String password = body.text("password", LONGEST_SENT, "");
    String device = body.text("device", LONGEST_SENT);
    SessionUse use = answers.use(call, body);
    body.throwIfFaulty();
    Account account =
        transactions.runUnbound(tx -> repository.account(tx, tenant, name)).await().orElse(null);
    RefreshToken known = deviceOf(account, device == null ? deviceInCookies(call) : device);
    String by = known == null ? STRANGERS : known.session().toString();
    if (known == null) {
      limits.admit(Attempt.LOG_IN, call.address());
    }
    Guessed guessed =
        account == null
            ? Guessed.ofNobody(tenant, name, by)
            : Guessed.ofAccount(account.user(), account.epoch(), by);
    try {
      limits.guess(guessed);
    } catch (Fault locked) {
      refused(call, account, "locked");
      throw locked;
    }
    String hash = account == null ? null : account.hash();
    boolean isRight = passwords.matches(password, hash, known != null).await();
    if (account == null || !isRight) {
      failed.increment();
      refused(call, account, "password");
      if (known == null) {
        limits.failed(Attempt.LOG_IN, call.address());
      }
      throw Fault.of(
          Fault.Kind.UNAUTHENTICATED,
          "the tenant, the username or the password is wrong; where there are several tenants,"
              + " name yours in tenant");
    }
    limits.succeeded(guessed);
    succeeded.increment();
    return second.afterPassword(call, account, use);
  }

  /** Of a name that nobody has, the platform is told: it is of no tenant. */
  private void refused(Call call, @Nullable Account account, String why) {
    audit.often(
        account == null ? TenantId.PLATFORM : account.tenant(),
        new Audit.Origin(Audit.Actor.SYSTEM, Audit.Origin.API, call.address(), call.requestId()),
        new Audit.Subject("log_in", account == null ? null : account.user()),
        "refuse",
        Map.of("reason", why));
  }

  /** The token that shows that the user has logged in on this device before; null if none does. */
  private @Nullable RefreshToken deviceOf(@Nullable Account account, @Nullable String device) {
    return account == null || device == null
        ? null
        : RefreshToken.parse(device).filter(token -> sessions.isOf(token, account)).orElse(null);
  }

  private static @Nullable String deviceInCookies(Call call) {
    String open = call.cookie(SessionCookies.REFRESH);
    return open == null ? call.cookie(SessionCookies.DEVICE) : open;
  }

  private Answer refresh(Call call) {
    RefreshToken token = token(call).orElse(null);
    Optional<Tokens> next =
        token == null
            ? Optional.empty()
            : sessions.refresh(token, csrf(call), call.address(), call.requestId());
    if (next.isEmpty()) {
      reused.increment();
      throw Fault.of(
          Fault.Kind.UNAUTHENTICATED,
          "the refresh token is not valid, was used before, or its session is over; log in again");
    }
    return answers.of(next.get());
  }

  private Answer logout(Call call) {
    Optional<RefreshToken> token = token(call);
    token.flatMap(known -> sessions.end(known, csrf(call))).ifPresent(authenticator::forget);
    return token
        .filter(known -> known.use() == SessionUse.COOKIE)
        .map(SessionAnswer::loggedOut)
        .orElseGet(Answer::noContent);
  }

  /** The token of the body; without one, that of the browser's session. */
  private static Optional<RefreshToken> token(Call call) {
    Body body = call.body().only("refresh_token");
    String cookie = call.cookie(SessionCookies.REFRESH);
    if (cookie != null && !body.has("refresh_token")) {
      body.throwIfFaulty();
      call.mustBeOfOwnPages();
      return RefreshToken.parse(cookie).filter(token -> token.use() == SessionUse.COOKIE);
    }
    String text = body.requiredText("refresh_token", LONGEST_SENT);
    body.throwIfFaulty();
    return RefreshToken.parse(text).filter(token -> token.use() == SessionUse.BEARER);
  }

  private static @Nullable String csrf(Call call) {
    return call.header(SessionCookies.CSRF_HEADER);
  }
}
