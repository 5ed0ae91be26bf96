package dev.imas.core.token;

import dev.imas.core.access.AccessRole;
import dev.imas.core.access.Permission;
import dev.imas.core.access.Rights;
import dev.imas.core.access.Scope;
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
import dev.imas.core.http.Paging;
import dev.imas.core.http.Principal;
import dev.imas.core.http.TimeKey;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.rights.AdminWatch;
import dev.imas.core.token.TokenRepository.Stored;
import dev.imas.core.token.TokenRepository.TokenView;
import dev.imas.core.token.TokenRepository.Writing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code /tokens}, for administrators, and {@code /me/tokens}, for everybody; also provides the
 * authentication for all routes. Nobody makes a token that may do more than they may themselves.
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

  public ServiceAccountRoutes serviceAccounts() {
    return accounts;
  }

  /** Clears the cache of this process, after a change of what somebody may do. */
  public void forgetAll() {
    authenticator.forgetAll();
  }

  /**
   * @param watch is told of administrators' tokens
   */
  public void mount(Api api, AdminWatch watch) {
    api.get("/tokens", Permission.TOKEN_MANAGE, this::list);
    api.post("/tokens", Permission.TOKEN_MANAGE, call -> create(call, watch));
    api.post("/tokens/{id}/regenerate", Permission.TOKEN_MANAGE, this::regenerate);
    api.delete("/tokens/{id}", Permission.TOKEN_MANAGE, call -> revoke(call, watch));
    new OwnTokenRoutes(transactions, clock, tokens, ownLife, this::forgetAll).mount(api);
    accounts.mount(api);
    new SelfRoutes(transactions, tokens, grants).mount(api);
  }

  private Answer list(Call call) {
    Paging paging = call.query("limit", "cursor").paging();
    List<TokenView> found = transactions.call(call.tenant(), tx -> tokens.list(tx, paging).await());
    return Answer.page(found, paging, t -> new TimeKey(t.createdAt(), t.id()));
  }

  private Answer create(Call call, AdminWatch watch) {
    TokenBody body = TokenBody.read(call.body(), now());
    Secret token = secret(body.role());
    UUID id = UuidV7.at(clock.millis());
    TokenView made =
        transactions.call(
            call.tenant(),
            tx -> {
              Holder.Shown owner = owner(tx, call, body.owner());
              Holder.Kind kind =
                  owner.kind().equals(Holder.Kind.USER.wireName())
                      ? Holder.Kind.USER
                      : Holder.Kind.SERVICE_ACCOUNT;
              check(call, body, grantsOf(tx, kind, owner.id()));
              Writing writing =
                  new Writing(
                      body.name(),
                      body.namedRole(),
                      body.scopes(),
                      owner.id(),
                      kind,
                      body.expiresAt());
              tokens.insert(tx, id, writing, stored(token), call.author()).await();
              TokenView view = existing(tx, id);
              call.audit(tx, Audit.Change.create(new Audit.Subject("token", id), view));
              watched(tx, call, watch, view, "made");
              return view;
            });
    return Answer.created(Api.BASE + "/tokens/" + id, shownOnce(made, token));
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

  /** Who is named; else the user who asks, or the account of the token that asks. */
  private Holder.Shown owner(Tx tx, Call call, @Nullable Holder named) {
    if (named != null) {
      UUID id =
          holders
              .find(tx, named)
              .await()
              .orElseThrow(
                  () ->
                      Fault.invalid(
                          "/owner", "/owner: there is no active '" + named + "'; name another"));
      return new Holder.Shown(named.kind().wireName(), id, null);
    }
    Principal.Person person = call.principal().person();
    return person == null
        ? existing(tx, call.principal().credential()).owner()
        : new Holder.Shown(Holder.Kind.USER.wireName(), person.id(), person.username());
  }

  /** What a token has by its owner. The rights of a user are a bound, and add nothing. */
  private Rights grantsOf(Tx tx, Holder.Kind kind, UUID owner) {
    return kind == Holder.Kind.USER
        ? Rights.of(AccessRole.VIEWER)
        : new Rights(AccessRole.VIEWER, grants.of(tx, owner).await());
  }

  private static void check(Call call, TokenBody body, Rights ofOwner) {
    Principal maker = call.principal();
    AccessRole least =
        body.scopes().contains(Scope.WRITE)
            ? AccessRole.TENANT_ADMIN // Such a token may also change teams and services.
            : body.role();
    if (!maker.role().includes(least) || !maker.mayGive(ofOwner)) {
      throw tooMuch();
    }
  }

  private static Fault tooMuch() {
    return Fault.of(
        Fault.Kind.FORBIDDEN,
        "the token would be able to do more than you are; ask somebody with a higher role");
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
          Rights has = new Rights(role(before), grants.of(tx, id).await());
          if (!call.principal().mayGive(has)
              || !call.principal().mayGive(grantsOf(tx, kind(before), before.owner().id()))) {
            throw tooMuch();
          }
          Secret token = secret(role(before));
          if (!tokens.replaceSecret(tx, id, stored(token), expiry(body, before, until)).await()) {
            throw Fault.conflict("the token is revoked; make another");
          }
          Audit.Subject subject = new Audit.Subject("token", id);
          call.audit(tx, new Audit.Change(subject, "regenerate", null, null));
          tx.afterCommit(authenticator::forgetAll);
          return Answer.ok(shownOnce(existing(tx, id), token));
        });
  }

  private @Nullable Instant expiry(Body body, TokenView before, @Nullable Instant until) {
    if (body.has("expires_at")) {
      return until;
    }
    return before.expiresAt() == null ? null : now().plus(USUAL_LIFE);
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
