package dev.imas.core.login;

import dev.imas.core.http.Authenticator;
import dev.imas.core.http.Principal;
import dev.imas.core.http.SessionCookies;
import dev.imas.core.login.AccessTokens.Claims;
import dev.imas.core.login.SessionRepository.Session;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates users by the access tokens of their sessions, and everything else as before. What a
 * user may do is read from the database, at most a second ago: a token says only who it is.
 */
final class SessionAuthenticator implements Authenticator {

  private static final int REMEMBERED = 4_096;
  private static final Duration LONGEST_CACHE = Duration.ofSeconds(1);

  private record Known(@Nullable Session session, long until) {}

  private final AccessTokens accessTokens;
  private final SessionRepository sessions;
  private final Transactions transactions;
  private final Authenticator otherwise;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final long cacheNanos;
  private final Map<UUID, Known> known =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Known> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * @param otherwise authenticates API tokens
   * @param cacheFor how long the state of a session is cached, a second at most
   */
  SessionAuthenticator(
      AccessTokens accessTokens,
      SessionRepository sessions,
      Transactions transactions,
      Authenticator otherwise,
      InstantSource clock,
      LongSupplier nanos,
      Duration cacheFor) {
    this.accessTokens = accessTokens;
    this.sessions = sessions;
    this.transactions = transactions;
    this.otherwise = otherwise;
    this.clock = clock;
    this.nanos = nanos;
    this.cacheNanos = (cacheFor.compareTo(LONGEST_CACHE) > 0 ? LONGEST_CACHE : cacheFor).toNanos();
  }

  @Override
  public Future<Principal> authenticate(String token) {
    return isAccessToken(token)
        ? accessTokens.read(token, SessionUse.BEARER).compose(this::principal)
        : otherwise.authenticate(token);
  }

  @Override
  public Future<Principal> authenticateInOutage(String token) {
    return isAccessToken(token) ? authenticate(token) : otherwise.authenticateInOutage(token);
  }

  @Override
  public Future<Principal> authenticateCookie(String cookie, String csrf) {
    if (!isAccessToken(cookie)) {
      return refused();
    }
    return accessTokens
        .read(cookie, SessionUse.COOKIE)
        .compose(
            read ->
                read.isPresent()
                        && !CsrfToken.same(String.valueOf(read.get().csrf()), CsrfToken.hash(csrf))
                    ? Future.failedFuture(SessionCookies.withoutCsrf())
                    : principal(read));
  }

  @Override
  public Future<Standing> stand(String token) {
    return isAccessToken(token)
        ? accessTokens.read(token, SessionUse.BEARER).compose(this::standing)
        : otherwise.stand(token);
  }

  @Override
  public Future<Standing> standCookie(String cookie) {
    return isAccessToken(cookie)
        ? accessTokens.read(cookie, SessionUse.COOKIE).compose(this::standing)
        : refused();
  }

  private Future<Standing> standing(Optional<Claims> read) {
    return principal(read)
        .map(principal -> new Standing(principal, () -> lasting(read.orElseThrow())));
  }

  /** Its access token may have expired by now: the session itself must be there. */
  private Future<Principal> lasting(Claims claims) {
    return state(claims)
        .compose(
            session ->
                session != null && session.expiresAt().isAfter(clock.instant())
                    ? checked(claims, session)
                    : refused());
  }

  /** Access tokens prove themselves without the database, so that nobody can guess one. */
  @Override
  public boolean remembers(String token) {
    return !isAccessToken(token) && otherwise.remembers(token);
  }

  /** A JWT has two dots, and an API token none. */
  private static boolean isAccessToken(String token) {
    return token.indexOf('.') > 0;
  }

  private Future<Principal> principal(Optional<Claims> read) {
    if (read.isEmpty()) {
      return refused();
    }
    return state(read.get()).compose(session -> checked(read.get(), session));
  }

  private Future<Principal> checked(Claims claims, @Nullable Session session) {
    return session != null
            && session.isOpen()
            && session.user().equals(claims.user())
            && session.epoch() == claims.epoch()
        ? Future.succeededFuture(principal(claims, session))
        : refused();
  }

  private static <T> Future<T> refused() {
    return Future.failedFuture(
        Fault.of(
            Fault.Kind.UNAUTHENTICATED,
            "the access token is not valid or has expired; refresh it, or log in again"));
  }

  private Principal principal(Claims claims, Session session) {
    return new Principal(
        claims.tenant(),
        session.id(),
        new Principal.Person(session.user(), session.username()),
        session.username(),
        session.rights().at(clock.instant()),
        null);
  }

  private Future<@Nullable Session> state(Claims claims) {
    synchronized (known) {
      Known last = known.get(claims.session());
      if (last != null && nanos.getAsLong() - last.until < 0) {
        return Future.succeededFuture(last.session);
      }
    }
    return transactions
        .run(claims.tenant(), tx -> sessions.find(tx, claims.session()))
        .map(
            found -> {
              Session session = found.orElse(null);
              synchronized (known) {
                known.put(claims.session(), new Known(session, nanos.getAsLong() + cacheNanos));
              }
              return session;
            });
  }

  /** Forgets a session of this process that has ended here. */
  void forget(UUID session) {
    synchronized (known) {
      known.remove(session);
    }
  }

  /** Forgets all, after a change of what somebody may do. */
  void forgetAll() {
    synchronized (known) {
      known.clear();
    }
  }
}
