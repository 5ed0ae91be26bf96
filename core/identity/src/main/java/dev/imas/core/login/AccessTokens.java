package dev.imas.core.login;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.login.SigningKeyRepository.Stored;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Transactions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Signs and checks access tokens: JWTs with HMAC-SHA256, for this purpose alone. Each key has a
 * {@link JWTAuth} of its own, so that the key is chosen here and never by chance or by the token.
 * Times are compared here, by IMAS's clock. May be called from any thread.
 */
final class AccessTokens {

  private static final String ISSUER = "imas";
  private static final String AUDIENCE = "imas:access";
  private static final String AUDIENCE_OF_COOKIES = "imas:cookie";
  private static final String ALGORITHM = "HS256";
  private static final int KEY_BYTES = 32;
  private static final int LONGEST = 2_000;
  private static final long FRESH = TimeUnit.MINUTES.toNanos(1);

  /** Tokens with unknown keys must not become a load on the database. */
  private static final long BETWEEN_READS = TimeUnit.SECONDS.toNanos(5);

  /**
   * What an access token says.
   *
   * @param epoch of the user's credentials when the session began
   * @param csrf of a session in cookies: the hash of its CSRF token; null for one without cookies
   */
  record Claims(
      TenantId tenant,
      UUID user,
      UUID session,
      int epoch,
      Instant expiresAt,
      @Nullable String csrf) {}

  /** A key, with what signs and checks for each purpose: no token of one is taken for another. */
  private record Key(Stored stored, JWTAuth bearer, JWTAuth cookie) {

    JWTAuth of(SessionUse use) {
      return use == SessionUse.COOKIE ? cookie : bearer;
    }
  }

  /** The keys as they were read. */
  private record Ring(List<Stored> newestFirst, Map<String, Key> byId, long readAt) {}

  private final Vertx vertx;
  private final Transactions transactions;
  private final SecretBox secrets;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final SessionConfig config;
  private final SigningKeyRepository keys = new SigningKeyRepository();
  private final SecureRandom random = new SecureRandom();
  private volatile @Nullable Ring ring;

  AccessTokens(
      Vertx vertx,
      Transactions transactions,
      SecretBox secrets,
      InstantSource clock,
      LongSupplier nanos,
      SessionConfig config) {
    this.vertx = vertx;
    this.transactions = transactions;
    this.secrets = secrets;
    this.clock = clock;
    this.nanos = nanos;
    this.config = config;
  }

  Future<String> sign(Claims claims) {
    return fresh()
        .compose(
            known -> {
              Optional<Stored> signer = KeyRing.signer(known.newestFirst, clock.instant());
              // None signs before the first log-in, and while the only ones are still to come.
              return signer.isPresent()
                  ? Future.succeededFuture(known.byId.get(signer.get().id().toString()))
                  : rotate()
                      .compose(made -> read())
                      .map(
                          now ->
                              now.byId.get(
                                  KeyRing.signer(now.newestFirst, clock.instant())
                                      .orElseThrow()
                                      .id()
                                      .toString()));
            })
        .map(key -> signed(key, claims));
  }

  private static String signed(@Nullable Key key, Claims claims) {
    if (key == null) {
      throw new IllegalStateException("the signing key is not there");
    }
    JsonObject payload =
        new JsonObject()
            .put("sub", claims.user.toString())
            .put("tid", claims.tenant.toString())
            .put("sid", claims.session.toString())
            .put("ver", claims.epoch)
            .put("exp", claims.expiresAt.getEpochSecond());
    SessionUse use = claims.csrf == null ? SessionUse.BEARER : SessionUse.COOKIE;
    if (claims.csrf != null) {
      payload.put("csrf", claims.csrf);
    }
    JWTOptions options =
        new JWTOptions()
            .setAlgorithm(ALGORITHM)
            .setNoTimestamp(true)
            .setIssuer(ISSUER)
            .addAudience(audience(use));
    // The library does not say that its objects are safe for several threads.
    synchronized (key) {
      return key.of(use).generateToken(payload, options);
    }
  }

  /** What the token says; empty if it is not a valid one. Fails if the keys cannot be read. */
  Future<Optional<Claims>> read(String token, SessionUse use) {
    String kid = kidOrNull(token);
    if (kid == null) {
      return Future.succeededFuture(Optional.empty());
    }
    return fresh()
        .compose(
            known ->
                known.byId.containsKey(kid) || nanos.getAsLong() - known.readAt < BETWEEN_READS
                    ? Future.succeededFuture(known)
                    : read())
        .map(
            known ->
                Optional.ofNullable(known.byId.get(kid)).flatMap(key -> check(key, token, use)));
  }

  private static String audience(SessionUse use) {
    return use == SessionUse.COOKIE ? AUDIENCE_OF_COOKIES : AUDIENCE;
  }

  private Optional<Claims> check(Key key, String token, SessionUse use) {
    JsonObject payload;
    synchronized (key) {
      var checked = key.of(use).authenticate(new TokenCredentials(token));
      if (!checked.succeeded()) {
        return Optional.empty();
      }
      payload = checked.result().attributes().getJsonObject("accessToken");
    }
    try {
      Claims claims =
          new Claims(
              new TenantId(UUID.fromString(payload.getString("tid"))),
              UUID.fromString(payload.getString("sub")),
              UUID.fromString(payload.getString("sid")),
              payload.getInteger("ver"),
              Instant.ofEpochSecond(payload.getLong("exp")),
              payload.getString("csrf"));
      return claims.expiresAt.isAfter(clock.instant()) ? Optional.of(claims) : Optional.empty();
    } catch (RuntimeException e) {
      // It was signed by us, but not as an access token of this version.
      return Optional.empty();
    }
  }

  /** The id of its key, if its head is that of an access token. */
  private static @Nullable String kidOrNull(String token) {
    int end = token.indexOf('.');
    if (end < 0 || token.length() > LONGEST) {
      return null;
    }
    try {
      JsonNode head = Json.MAPPER.readTree(Base64.getUrlDecoder().decode(token.substring(0, end)));
      return head.path("alg").asText().equals(ALGORITHM) ? head.path("kid").textValue() : null;
    } catch (IllegalArgumentException | JsonProcessingException e) {
      return null;
    } catch (IOException e) {
      return null;
    }
  }

  private Future<Ring> fresh() {
    Ring last = ring;
    return last != null && nanos.getAsLong() - last.readAt < FRESH
        ? Future.succeededFuture(last)
        : read();
  }

  private Future<Ring> read() {
    return transactions
        .run(TenantId.PLATFORM, keys::list)
        .map(
            stored -> {
              Ring read = ringOf(stored);
              ring = read;
              return read;
            });
  }

  private Ring ringOf(List<Stored> stored) {
    Ring last = ring;
    Map<String, Key> byId = new HashMap<>();
    for (Stored key : stored) {
      String id = key.id().toString();
      Key known = last == null ? null : last.byId.get(id);
      byId.put(id, known == null ? keyOf(key) : known);
    }
    return new Ring(stored, byId, nanos.getAsLong());
  }

  private Key keyOf(Stored stored) {
    return new Key(stored, auth(stored, SessionUse.BEARER), auth(stored, SessionUse.COOKIE));
  }

  private JWTAuth auth(Stored key, SessionUse use) {
    JsonObject jwk =
        new JsonObject()
            .put("kty", "oct")
            .put("alg", ALGORITHM)
            .put("kid", key.id().toString())
            .put("k", secrets.open(key.sealed(), boundTo(key.id())));
    return JWTAuth.create(
        vertx,
        new JWTAuthOptions()
            .addJwk(jwk)
            .setJWTOptions(
                new JWTOptions()
                    .setIssuer(ISSUER)
                    .addAudience(audience(use))
                    .setIgnoreExpiration(true)));
  }

  private static String boundTo(UUID key) {
    return "signing_key " + key;
  }

  /** Makes the next key when it is due, and removes those that are not needed. Repeatable. */
  Future<String> rotate() {
    return transactions.run(
        TenantId.PLATFORM,
        tx ->
            keys.lock(tx)
                .compose(locked -> keys.list(tx))
                .compose(
                    stored -> {
                      Instant now = clock.instant();
                      Optional<Instant> due = KeyRing.due(stored, now, config.rotation());
                      List<UUID> gone = KeyRing.gone(stored, now, longest(config.access()));
                      return keys.delete(tx, gone)
                          .compose(
                              deleted ->
                                  due.isEmpty()
                                      ? Future.succeededFuture()
                                      : keys.insert(tx, made(now, due.get())))
                          .map(
                              done ->
                                  (due.isEmpty() ? "no key made, " : "a key made, ")
                                      + gone.size()
                                      + " removed");
                    }));
  }

  /** Another process may be configured with a longer life; a margin costs nothing. */
  private static Duration longest(Duration access) {
    return access.multipliedBy(2);
  }

  private Stored made(Instant now, Instant signsFrom) {
    byte[] bits = new byte[KEY_BYTES];
    random.nextBytes(bits);
    UUID id = UuidV7.at(now.toEpochMilli());
    String key = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    return new Stored(id, secrets.seal(key, boundTo(id)), now, signsFrom);
  }
}
