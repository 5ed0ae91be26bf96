package dev.imas.core.token;

import static dev.imas.core.access.Permission.TOKEN_MANAGE;

import dev.imas.core.access.AccessRole;
import dev.imas.core.access.Grant;
import dev.imas.core.access.Rights;
import dev.imas.core.access.TokenScope;
import dev.imas.core.bus.Saying;
import dev.imas.core.grant.GrantRepository;
import dev.imas.core.grant.Holder;
import dev.imas.core.grant.HolderRepository;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Authenticator;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.DeprecatedUses;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Principal;
import dev.imas.core.http.TimeKey;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.rights.AccountWatch;
import dev.imas.core.rights.AdminWatch;
import dev.imas.core.token.TokenRepository.Stored;
import dev.imas.core.token.TokenRepository.TokenView;
import dev.imas.core.token.TokenRepository.Writing;
import dev.imas.core.user.OwnPassword;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code /tokens}, for administrators, and {@code /me/tokens}, for everybody; also provides the
 * authentication for all routes. Nobody makes a token that may do more than they may themselves, or
 * for longer, and nobody makes one for somebody else.
 */
public final class TokenRoutes {

  /** Of a token with a role, unless the request says otherwise (requirement IAM-09). */
  static final Duration USUAL_LIFE = Duration.ofDays(90);

  private final Transactions transactions;
  private final InstantSource clock;
  private final Duration ownLife;
  private final TokenRepository tokens = new TokenRepository();
  private final HolderRepository holders = new HolderRepository();
  private final GrantRepository grants = new GrantRepository();
  private final TokenAuthenticator authenticator;
  private final ServiceAccountRoutes accounts;

  /**
   * @param rememberFor how long a token is cached
   * @param ownLife how long a token lives that a user made for themselves
   */
  public TokenRoutes(
      Transactions transactions, InstantSource clock, Duration rememberFor, Duration ownLife) {
    this.transactions = transactions;
    this.clock = clock;
    this.ownLife = ownLife;
    this.authenticator = new TokenAuthenticator(transactions, tokens, clock, rememberFor);
    this.accounts = new ServiceAccountRoutes(transactions, clock, authenticator::forgetAll);
  }

  public Authenticator authenticator() {
    return authenticator;
  }

  /** Counts which tokens call operations that will be removed. */
  public DeprecatedUses deprecatedUses() {
    return new DeprecatedTokenUses(transactions, tokens, clock);
  }

  public ServiceAccountRoutes serviceAccounts() {
    return accounts;
  }

  /** Clears the cache of this process, after a change of what somebody may do. */
  public void forgetAll() {
    authenticator.forgetAll();
  }

  /**
   * @param watch is told of administrators' tokens
   * @param people tells them of changes of their accounts
   * @param password asks people for theirs
   */
  public void mount(Api api, AdminWatch watch, AccountWatch people, OwnPassword password) {
    api.get("/tokens", TOKEN_MANAGE, this::list);
    api.post("/tokens", TOKEN_MANAGE, call -> create(call, watch));
    api.post("/tokens/{id}/regenerate", TOKEN_MANAGE, this::regenerate);
    api.delete("/tokens/{id}", TOKEN_MANAGE, call -> revoke(call, watch));
    new OwnTokenRoutes(transactions, clock, tokens, ownLife, this::forgetAll, people, password)
        .mount(api);
    accounts.mount(api);
    new SelfRoutes(transactions, tokens, grants).mount(api);
  }

  private Answer list(Call call) {
    ListRange paging = call.query("limit", "cursor").paging();
    List<TokenView> found = transactions.call(call.tenant(), tx -> tokens.list(tx, paging).await());
    return Answer.page(found, paging, t -> new TimeKey(t.createdAt(), t.id()));
  }

  private Answer create(Call call, AdminWatch watch) {
    Instant now = now();
    TokenBody body = TokenBody.read(call.body(), now, call.principal().holdsUntil(TOKEN_MANAGE));
    Secret token = secret(body.role());
    UUID id = UuidV7.at(clock.millis());
    TokenView made =
        transactions.call(
            call.tenant(),
            tx -> {
              UUID owner = owner(tx, call, body.owner());
              Instant until = body.expiresAt();
              AccessRole least =
                  body.scopes().contains(TokenScope.WRITE)
                      ? AccessRole.TENANT_ADMIN // Such a token may also change teams and services.
                      : body.role();
              requireToGive(call, new Rights(least, grants.of(tx, owner).await()), until);
              Writing writing =
                  new Writing(
                      body.name(),
                      body.namedRole(),
                      body.scopes(),
                      owner,
                      Holder.Kind.SERVICE_ACCOUNT,
                      until);
              tokens.insert(tx, id, writing, stored(token), call.author()).await();
              TokenView view = existing(tx, id);
              call.audit(tx, Audit.Change.create(new Audit.Subject("token", id), view));
              watched(tx, call, watch, view, "made");
              return view;
            });
    return Answer.created(Api.BASE + "/tokens/" + id, shownOnce(made, token));
  }

  /** The account of a program. People make their own tokens, and nobody makes them one. */
  private UUID owner(Tx tx, Call call, @Nullable Holder named) {
    if (named == null && call.principal().person() != null) {
      throw Fault.invalid(
          "/owner",
          "/owner is missing: name a service account, such as service_account:deployer; your own"
              + " tokens are made at POST /api/v1/me/tokens");
    }
    if (named == null) {
      return existing(tx, call.principal().credential()).owner().id();
    }
    if (named.kind() == Holder.Kind.USER) {
      throw Fault.at(
          Fault.Kind.FORBIDDEN,
          "/owner",
          "people make their tokens themselves: nobody has the permission to make one for '"
              + named
              + "'; name a service account, or make your own at POST /api/v1/me/tokens");
    }
    return holders
        .find(tx, named)
        .await()
        .orElseThrow(
            () ->
                Fault.invalid(
                    "/owner", "/owner: there is no active '" + named + "'; name another"));
  }

  /** Nobody makes a token that may do more than they, or for longer. */
  private static void requireToGive(Call call, Rights rights, @Nullable Instant until) {
    Principal maker = call.principal();
    Instant end = maker.holdsUntil(TOKEN_MANAGE);
    if (!maker.mayGive(rights, until) || (end != null && (until == null || until.isAfter(end)))) {
      throw Fault.of(
          Fault.Kind.FORBIDDEN,
          "the token would be able to do more than you are, or for longer; ask somebody with a"
              + " higher role, or make it end with your own");
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  static Secret secret(AccessRole role) {
    return Credential.generate(
        role.includes(AccessRole.TENANT_ADMIN) ? Credential.ADMIN_TOKEN : Credential.API_TOKEN);
  }

  static Stored stored(Secret token) {
    return new Stored(Credential.hash(token.reveal()), Credential.hint(token));
  }

  private Answer regenerate(Call call) {
    UUID id = call.pathId("id");
    Body body = call.body().only("expires_at");
    Instant now = now();
    Instant until = TokenBody.expiry(body, now);
    body.throwIfFaulty();
    return transactions.call(
        call.tenant(),
        tx -> {
          TokenView before = existing(tx, id);
          refuseOfUser(before);
          Instant end = expiry(body, before, until, call.principal().holdsUntil(TOKEN_MANAGE));
          requireToGive(call, rights(tx, before), end);
          Secret token = secret(role(before));
          if (!tokens.replaceSecret(tx, id, stored(token), end).await()) {
            throw Fault.conflict("the token is revoked; make another");
          }
          Audit.Subject subject = new Audit.Subject("token", id);
          call.audit(tx, new Audit.Change(subject, "regenerate", null, null));
          tx.afterCommit(authenticator::forgetAll);
          return Answer.ok(shownOnce(existing(tx, id), token));
        });
  }

  /**
   * @param end of the permission of who asks, unless the request says another
   */
  private @Nullable Instant expiry(
      Body body, TokenView before, @Nullable Instant until, @Nullable Instant end) {
    if (body.has("expires_at")) {
      return until;
    }
    Instant usual = before.expiresAt() == null ? null : now().plus(USUAL_LIFE);
    return end == null || (usual != null && usual.isBefore(end)) ? usual : end;
  }

  /** What a token may do by itself and by its owner. */
  private Rights rights(Tx tx, TokenView token) {
    List<Grant> all = new ArrayList<>(grants.of(tx, token.id()).await());
    if (kind(token) == Holder.Kind.SERVICE_ACCOUNT) {
      all.addAll(grants.of(tx, token.owner().id()).await());
    }
    return new Rights(role(token), all);
  }

  private static void refuseOfUser(TokenView token) {
    if (kind(token) == Holder.Kind.USER) {
      throw Fault.of(
          Fault.Kind.FORBIDDEN,
          "the token is of a user: nobody else has the permission to get its secret; it can be"
              + " revoked");
    }
  }

  private static AccessRole role(TokenView token) {
    return AccessRole.named(token.role()).orElse(AccessRole.PLATFORM_ADMIN);
  }

  private static Holder.Kind kind(TokenView token) {
    return token.owner().kind().equals(Holder.Kind.USER.wireName())
        ? Holder.Kind.USER
        : Holder.Kind.SERVICE_ACCOUNT;
  }

  private TokenView existing(Tx tx, UUID id) {
    return tokens.read(tx, id).await().orElseThrow(() -> Fault.notFound("there is no token " + id));
  }

  static Map<String, @Nullable Object> shownOnce(TokenView view, Secret token) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("id", view.id());
    body.put("name", view.name());
    body.put("token", token.reveal());
    body.put("hint", view.hint());
    body.put("role", view.role());
    body.put("scopes", view.scopes());
    body.put("owner", view.owner());
    body.put("created_by", view.createdBy());
    body.put("created_at", view.createdAt());
    body.put("expires_at", view.expiresAt());
    return body;
  }

  /** A token of a user gives nobody a right; one of a program is an administrator of its own. */
  private static void watched(Tx tx, Call call, AdminWatch watch, TokenView token, String what) {
    if (kind(token) == Holder.Kind.SERVICE_ACCOUNT && AdminWatch.isAdministration(role(token))) {
      watch.changed(
          tx,
          null,
          token.id(),
          Saying.of("rights.token." + what, token.name(), token.owner().name()),
          AdminWatch.author(call));
    }
  }

  private Answer revoke(Call call, AdminWatch watch) {
    UUID id = call.pathId("id");
    transactions.call(
        call.tenant(),
        tx -> {
          TokenView before = existing(tx, id);
          if (!id.equals(call.principal().credential())
              && !call.principal().includes(rights(tx, before))) {
            throw Fault.of(
                Fault.Kind.FORBIDDEN,
                "the token has more permissions than you; ask somebody who has no fewer");
          }
          tokens.revoke(tx, id).await();
          if (before.revokedAt() == null) {
            watched(tx, call, watch, before, "revoked");
          }
          Audit.Subject subject = new Audit.Subject("token", id);
          call.audit(tx, new Audit.Change(subject, "revoke", null, null));
          return id;
        });
    authenticator.forgetAll();
    return Answer.noContent();
  }
}
