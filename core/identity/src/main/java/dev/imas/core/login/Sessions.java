package dev.imas.core.login;

import dev.imas.core.http.Audit;
import dev.imas.core.http.SessionCookies;
import dev.imas.core.login.AccessTokens.Claims;
import dev.imas.core.login.SessionRepository.Account;
import dev.imas.core.login.SessionRepository.Session;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Begins, refreshes and ends sessions. Only on a virtual thread.
 *
 * <p>Each refresh token is for one refresh. If an older one comes, it was copied, and the session
 * ends. But a second tab, or a client that missed the answer, sends the one before within some
 * seconds: then it gets the same token that the first refresh got.
 */
final class Sessions {

  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final int SEED_BYTES = 32;
  private static final int LONGEST_AGENT = 200;

  /** How a session ended that makes nobody's device known. */
  private static final Set<String> SUSPECT = Set.of("reuse", "revoked");

  /**
   * What a client gets to go on with.
   *
   * @param csrf null for a session without cookies
   */
  record Tokens(
      TenantId tenant,
      UUID user,
      UUID session,
      String access,
      RefreshToken refresh,
      Instant until,
      @Nullable String csrf) {}

  /** What becomes of a refresh. */
  private sealed interface Turn {
    record Next(Session session, RefreshToken token, Instant until) implements Turn {}

    record Refused() implements Turn {}
  }

  private static final Turn REFUSED = new Turn.Refused();

  private final Transactions transactions;
  private final SessionRepository sessions;
  private final AccessTokens accessTokens;
  private final SecretBox secrets;
  private final Audit audit;
  private final InstantSource clock;
  private final SessionConfig config;
  private final Predicate<Account> isRequired;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param isRequired whether the account needs a second factor
   */
  Sessions(
      Transactions transactions,
      SessionRepository sessions,
      AccessTokens accessTokens,
      SecretBox secrets,
      Audit audit,
      InstantSource clock,
      SessionConfig config,
      Predicate<Account> isRequired) {
    this.transactions = transactions;
    this.sessions = sessions;
    this.accessTokens = accessTokens;
    this.secrets = secrets;
    this.audit = audit;
    this.clock = clock;
    this.config = config;
    this.isRequired = isRequired;
  }

  /** Begins a session of somebody who has proved who they are. */
  Tokens begin(Account account, SessionUse use, String address, @Nullable String agent) {
    Instant now = clock.instant();
    Instant until = now.plus(config.refresh());
    UUID id = UuidV7.at(now.toEpochMilli());
    byte[] seed = new byte[SEED_BYTES];
    random.nextBytes(seed);
    String text = Base64.getEncoder().encodeToString(seed);
    byte[] sealed = secrets.seal(text, boundTo(id));
    transactions.call(
        account.tenant(),
        tx -> {
          sessions.insert(tx, id, account, sealed, now, until, address, cut(agent)).await();
          return record(tx, account.user(), id, "log_in", address);
        });
    RefreshToken refresh = RefreshToken.of(use, account.tenant(), id, 0, seed);
    return tokens(account.user(), account.epoch(), refresh, until, seed);
  }

  private UUID record(Tx tx, UUID user, UUID session, String verb, @Nullable String address) {
    Audit.Origin origin =
        new Audit.Origin(
            new Audit.Actor(Audit.Actor.Kind.USER, user), Audit.Origin.API, address, null);
    audit
        .record(
            tx, origin, new Audit.Change(new Audit.Subject("session", session), verb, null, null))
        .await();
    return session;
  }

  /**
   * The next tokens; empty if the session is over, or ends now since its token was copied.
   *
   * @param csrf as it was sent; a session in cookies needs its own
   * @throws Fault FORBIDDEN without it
   */
  Optional<Tokens> refresh(
      RefreshToken token, @Nullable String csrf, String address, @Nullable String requestId) {
    Turn turn =
        transactions.call(token.tenant(), tx -> turn(tx, token, csrf, origin(address, requestId)));
    return switch (turn) {
      case Turn.Refused refused -> Optional.empty();
      case Turn.Next next ->
          Optional.of(
              tokens(
                  next.session.user(),
                  next.session.epoch(),
                  next.token,
                  next.until,
                  seed(next.session)));
    };
  }

  private static void requireCsrf(RefreshToken token, @Nullable String csrf, byte[] seed) {
    if (token.use() == SessionUse.COOKIE
        && !CsrfToken.same(String.valueOf(csrf), CsrfToken.of(seed))) {
      throw SessionCookies.withoutCsrf();
    }
  }

  private Turn turn(Tx tx, RefreshToken token, @Nullable String csrf, Audit.Origin origin) {
    Session session = sessions.find(tx, token.session()).await().orElse(null);
    Instant now = clock.instant();
    if (session == null
        || !session.isOpen()
        || !session.expiresAt().isAfter(now)
        || !token.isOf(seed(session))) {
      return REFUSED;
    }
    requireCsrf(token, csrf, seed(session));
    Account account = sessions.account(tx, session.user()).await().orElse(null);
    if (account == null || (!account.hasTotp() && isRequired.test(account))) {
      return REFUSED; // Since it began, the role has come to need a second factor.
    }
    Instant until = now.plus(config.refresh());
    if (sessions.turn(tx, session.id(), token.turn(), now, until).await()) {
      return new Turn.Next(session, successor(token, session), until);
    }
    Session meanwhile = sessions.find(tx, token.session()).await().orElse(session);
    if (!meanwhile.isOpen()) {
      return REFUSED;
    }
    boolean isTheOneBefore = token.turn() == meanwhile.turn() - 1;
    if (isTheOneBefore && !meanwhile.turnedAt().plus(GRACE).isBefore(now)) {
      return new Turn.Next(meanwhile, successor(token, meanwhile), meanwhile.expiresAt());
    }
    if (sessions.end(tx, session.id(), null, "reuse", now).await()) {
      Audit.Subject subject = new Audit.Subject("session", session.id());
      audit.record(tx, origin, new Audit.Change(subject, "reuse", null, null)).await();
    }
    return REFUSED;
  }

  private RefreshToken successor(RefreshToken token, Session session) {
    return RefreshToken.of(
        token.use(), token.tenant(), token.session(), token.turn() + 1, seed(session));
  }

  /**
   * Ends the session of that token. An unknown or ended one is no fault.
   *
   * @param csrf as it was sent; a session in cookies needs its own
   * @throws Fault FORBIDDEN without it
   */
  Optional<UUID> end(RefreshToken token, @Nullable String csrf) {
    return transactions.call(
        token.tenant(),
        tx -> {
          Session session = sessions.find(tx, token.session()).await().orElse(null);
          if (session == null || !token.isOf(seed(session))) {
            return Optional.empty();
          }
          requireCsrf(token, csrf, seed(session));
          if (sessions.end(tx, session.id(), null, "logout", clock.instant()).await()) {
            record(tx, session.user(), session.id(), "log_out", null);
          }
          return Optional.of(session.id());
        });
  }

  /**
   * Whether it is of a session that the user began on the device that sends it, open or not: the
   * device is known then.
   */
  boolean isOf(RefreshToken token, Account account) {
    if (!token.tenant().equals(account.tenant())) {
      return false;
    }
    return transactions
        .call(account.tenant(), tx -> sessions.find(tx, token.session()).await())
        .filter(session -> session.user().equals(account.user()))
        .filter(session -> !SUSPECT.contains(String.valueOf(session.endedBy())))
        .filter(session -> token.isOf(seed(session)))
        .isPresent();
  }

  private Tokens tokens(UUID user, int epoch, RefreshToken refresh, Instant until, byte[] seed) {
    Instant expires = clock.instant().plus(config.access());
    String csrf = refresh.use() == SessionUse.COOKIE ? CsrfToken.of(seed) : null;
    String hash = csrf == null ? null : CsrfToken.hash(csrf);
    String access =
        accessTokens
            .sign(new Claims(refresh.tenant(), user, refresh.session(), epoch, expires, hash))
            .await();
    return new Tokens(refresh.tenant(), user, refresh.session(), access, refresh, until, csrf);
  }

  private byte[] seed(Session session) {
    return Base64.getDecoder().decode(secrets.open(session.sealedSeed(), boundTo(session.id())));
  }

  private static String boundTo(UUID session) {
    return "user_session " + session;
  }

  private static Audit.Origin origin(String address, @Nullable String requestId) {
    return new Audit.Origin(Audit.Actor.SYSTEM, Audit.Origin.API, address, requestId);
  }

  private static @Nullable String cut(@Nullable String agent) {
    return agent == null ? null : agent.substring(0, Math.min(agent.length(), LONGEST_AGENT));
  }
}
