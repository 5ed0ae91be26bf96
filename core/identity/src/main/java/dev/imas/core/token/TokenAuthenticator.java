package dev.imas.core.token;

import dev.imas.core.http.Authenticator;
import dev.imas.core.http.Principal;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.DatabaseFailure;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Authenticates tokens by their hash. It caches them and their grants for some seconds, for which a
 * revoked one may stay valid in another process. Which grants are in force is decided at each
 * request. It may be called from any thread, and the cache is bounded.
 */
final class TokenAuthenticator implements Authenticator {

  private static final Logger log = LoggerFactory.getLogger(TokenAuthenticator.class);
  private static final int REMEMBERED = 4_096;
  private static final Duration TOUCH_EVERY = Duration.ofMinutes(1);
  private static final Duration OUTLASTS_DATABASE = Duration.ofMinutes(10);

  /** How long a caller that is answered anyway waits for the database. */
  private static final Duration PATIENCE = Duration.ofMillis(150);

  /**
   * @param found null if the token is not valid
   */
  private record Known(TokenRepository.@Nullable Found found, long until) {}

  private final Transactions transactions;
  private final TokenRepository tokens;
  private final InstantSource clock;
  private final long rememberNanos;
  private final Map<ByteBuffer, Known> known = bounded();
  private final Map<UUID, Instant> touched = bounded();

  TokenAuthenticator(
      Transactions transactions,
      TokenRepository tokens,
      InstantSource clock,
      Duration rememberFor) {
    this.transactions = transactions;
    this.tokens = tokens;
    this.clock = clock;
    this.rememberNanos = rememberFor.toNanos();
  }

  @Override
  public Future<Principal> authenticate(String token) {
    byte[] hash = Credential.hash(token);
    ByteBuffer key = ByteBuffer.wrap(hash);
    Known hit = recall(key);
    if (hit != null) {
      return decide(hit);
    }
    return transactions
        .runUnbound(tx -> tokens.find(tx, hash))
        .compose(found -> decide(remember(key, found)));
  }

  @Override
  public Future<Principal> authenticateInOutage(String token) {
    Known last;
    synchronized (known) {
      last = known.get(ByteBuffer.wrap(Credential.hash(token)));
    }
    if (last == null
        || last.found == null
        || System.nanoTime() - last.until > OUTLASTS_DATABASE.toNanos()) {
      return authenticate(token);
    }
    return authenticate(token)
        .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .recover(e -> DatabaseFailure.of(e).isOfAll() ? decide(last) : Future.failedFuture(e));
  }

  @Override
  public boolean remembers(String token) {
    synchronized (known) {
      Known last = known.get(ByteBuffer.wrap(Credential.hash(token)));
      return last != null && last.found != null;
    }
  }

  /** Clears the cache of this process, after a change here. */
  void forgetAll() {
    synchronized (known) {
      known.clear();
    }
  }

  private Future<Principal> decide(Known known) {
    TokenRepository.Found found = known.found;
    Instant now = clock.instant();
    if (found == null || found.isExpired(now)) {
      return Future.failedFuture(
          Fault.of(
              Fault.Kind.UNAUTHENTICATED,
              "the API token is unknown, revoked or expired; send a valid one"));
    }
    return Future.succeededFuture(found.at(now));
  }

  private @Nullable Known recall(ByteBuffer key) {
    synchronized (known) {
      Known hit = known.get(key);
      return hit == null || System.nanoTime() - hit.until > 0 ? null : hit;
    }
  }

  private Known remember(ByteBuffer key, Optional<TokenRepository.Found> found) {
    Known fresh = new Known(found.orElse(null), System.nanoTime() + rememberNanos);
    synchronized (known) {
      known.put(key, fresh);
    }
    found.ifPresent(f -> touch(f.principal()));
    return fresh;
  }

  private void touch(Principal principal) {
    Instant now = clock.instant();
    synchronized (touched) {
      Instant last = touched.get(principal.credential());
      if (last != null && now.isBefore(last.plus(TOUCH_EVERY))) {
        return;
      }
      touched.put(principal.credential(), now);
    }
    transactions
        .run(principal.tenant(), tx -> tokens.touch(tx, principal.credential()))
        .onFailure(e -> log.debug("The last use of a token cannot be stored", e));
  }

  private static <K, V> Map<K, V> bounded() {
    return new LinkedHashMap<>(64, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > REMEMBERED;
      }
    };
  }
}
