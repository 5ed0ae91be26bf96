package dev.imas.core.token;

import dev.imas.core.access.Permission;
import dev.imas.core.access.Rights;
import dev.imas.core.grant.Holder;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Principal;
import dev.imas.core.http.Principal.Person;
import dev.imas.core.http.TimeKey;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.rights.AccountChange;
import dev.imas.core.rights.AccountWatch;
import dev.imas.core.token.TokenRepository.TokenView;
import dev.imas.core.token.TokenRepository.Writing;
import dev.imas.core.user.OwnPassword;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * {@code /me/tokens}: a user's own API tokens (requirement IAM-09). Each has a role that the user
 * has at the time, is bounded by what the user may whenever it is used, and ends. Only a log-in
 * makes one, with the password, so that a token that was copied cannot outlive itself. They end
 * when the password is changed, the second factor is removed or all sessions are ended.
 */
final class OwnTokenRoutes {

  /** In force, of one user. */
  static final int MOST = 20;

  private final Transactions transactions;
  private final InstantSource clock;
  private final TokenRepository tokens;
  private final Duration longest;
  private final Runnable changed;
  private final AccountWatch watch;
  private final OwnPassword password;

  /**
   * @param longest how long such a token lives
   * @param changed is told of each that is revoked, so that this process forgets it
   * @param watch tells people of changes of their accounts
   * @param password asks people for theirs
   */
  OwnTokenRoutes(
      Transactions transactions,
      InstantSource clock,
      TokenRepository tokens,
      Duration longest,
      Runnable changed,
      AccountWatch watch,
      OwnPassword password) {
    this.watch = watch;
    this.password = password;
    this.transactions = transactions;
    this.clock = clock;
    this.tokens = tokens;
    this.longest = longest;
    this.changed = changed;
  }

  void mount(Api api) {
    api.get("/me/tokens", Permission.SELF_READ, this::list);
    api.post("/me/tokens", Permission.SELF_EDIT, this::create);
    api.delete("/me/tokens/{id}", Permission.SELF_EDIT, this::revoke);
  }

  private Answer list(Call call) {
    ListRange paging = call.query("limit", "cursor").paging();
    Person self = self(call.principal());
    List<TokenView> found =
        transactions.call(call.tenant(), tx -> tokens.listOf(tx, self.id(), paging).await());
    return Answer.page(found, paging, token -> new TimeKey(token.createdAt(), token.id()));
  }

  private Answer create(Call call) {
    Principal caller = call.principal();
    Person self = call.self();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Body body = call.body();
    Writing writing = read(body, self, now);
    if (!caller.mayGive(Rights.of(writing.roleOrLowest()), writing.expiresAt())) {
      throw Fault.of(
          Fault.Kind.FORBIDDEN,
          "your role is " + caller.role().wireName() + "; a token of yours cannot have a higher");
    }
    password.proveOrLogIn(call, body);
    Secret secret = TokenRoutes.secret(writing.roleOrLowest());
    UUID id = UuidV7.at(clock.millis());
    TokenView made =
        transactions.call(
            call.tenant(),
            tx -> {
              if (!tokens.isOpen(tx, caller.credential())) {
                throw Fault.of(Fault.Kind.UNAUTHENTICATED, "the session has ended; log in again");
              }
              if (tokens.countOf(tx, self.id(), now).await() >= MOST) {
                throw Fault.conflict(
                    "you have " + MOST + " tokens in force; revoke one that you do not use");
              }
              tokens.insert(tx, id, writing, TokenRoutes.stored(secret), call.author()).await();
              watch.changed(tx, self.id(), AccountChange.TOKEN_MADE, call);
              TokenView view = existing(tx, id);
              call.audit(tx, Audit.Change.create(new Audit.Subject("token", id), view));
              return view;
            });
    return Answer.created(Api.BASE + "/me/tokens/" + id, TokenRoutes.shownOnce(made, secret));
  }

  private Writing read(Body body, Person self, Instant now) {
    body.only("name", "role", "expires_at", OwnPassword.MEMBER);
    String name = body.requiredText("name", 200);
    var role = TokenBody.role(body);
    Instant latest = now.plus(longest);
    Instant until = body.has("expires_at") ? TokenBody.expiry(body, now) : latest;
    if (until == null || until.isAfter(latest)) {
      body.fault(
          "/expires_at",
          "must be within "
              + longest.toDays()
              + " days; leave it out for "
              + latest.truncatedTo(ChronoUnit.SECONDS));
    }
    body.throwIfFaulty();
    return new Writing(name, role, Set.of(), self.id(), Holder.Kind.USER, until);
  }

  private Answer revoke(Call call) {
    UUID id = call.pathId("id");
    transactions.call(
        call.tenant(),
        tx -> {
          TokenView token = existing(tx, id);
          UUID self = call.self().id();
          if (!token.owner().id().equals(self)) {
            throw unknown(id);
          }
          tokens.revoke(tx, id).await();
          call.audit(tx, new Audit.Change(new Audit.Subject("token", id), "revoke", null, null));
          return id;
        });
    changed.run();
    return Answer.noContent();
  }

  private TokenView existing(Tx tx, UUID id) {
    return tokens.read(tx, id).await().orElseThrow(() -> unknown(id));
  }

  private static Fault unknown(UUID id) {
    return Fault.notFound("you have no token " + id);
  }

  private static Person self(Principal caller) {
    Person person = caller.person();
    if (person == null) {
      throw Fault.conflict(
          "this token belongs to no user, so it has no tokens of its own; log in as a user");
    }
    return person;
  }
}
