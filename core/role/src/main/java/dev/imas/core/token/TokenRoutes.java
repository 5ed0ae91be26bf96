package dev.imas.core.token;

import dev.imas.core.access.Permission;
import dev.imas.core.access.Scope;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Authenticator;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Paging;
import dev.imas.core.http.TimeKey;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.Transactions;
import dev.imas.core.token.TokenRepository.TokenView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /tokens}, for administrators; also provides the authentication for all routes. */
public final class TokenRoutes {

  private final Transactions transactions;
  private final InstantSource clock;
  private final TokenRepository tokens = new TokenRepository();
  private final TokenAuthenticator authenticator;

  /**
   * @param rememberFor how long a token is cached
   */
  public TokenRoutes(Transactions transactions, InstantSource clock, Duration rememberFor) {
    this.transactions = transactions;
    this.clock = clock;
    this.authenticator = new TokenAuthenticator(transactions, tokens, clock, rememberFor);
  }

  public Authenticator authenticator() {
    return authenticator;
  }

  public void mount(Api api) {
    api.get("/tokens", Permission.TOKEN_MANAGE, this::list);
    api.post("/tokens", Permission.TOKEN_MANAGE, this::create);
    api.delete("/tokens/{id}", Permission.TOKEN_MANAGE, this::revoke);
  }

  private Answer list(Call call) {
    Paging paging = call.query("limit", "cursor").paging();
    List<TokenView> found = transactions.call(call.tenant(), tx -> tokens.list(tx, paging).await());
    return Answer.page(found, paging, t -> new TimeKey(t.createdAt(), t.id()));
  }

  private Answer create(Call call) {
    Body body = call.body().only("name", "scopes", "expires_at");
    String name = body.requiredText("name", 200);
    Set<Scope> scopes = scopes(body);
    Instant expiresAt = body.time("expires_at");
    if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
      body.fault("/expires_at", "is in the past; send a time in the future, or leave it out");
    }
    body.throwIfFaulty();
    Secret token =
        Credential.generate(
            scopes.contains(Scope.ADMIN) ? Credential.ADMIN_TOKEN : Credential.API_TOKEN);
    UUID id = UuidV7.at(clock.millis());
    byte[] hash = Credential.hash(token.reveal());
    TokenView made =
        transactions.call(
            call.tenant(),
            tx ->
                tokens
                    .insert(
                        tx,
                        id,
                        name,
                        hash,
                        Credential.hint(token),
                        scopes,
                        call.author(),
                        expiresAt)
                    .await());
    return Answer.created(Api.BASE + "/tokens/" + id, shownOnce(made, token));
  }

  private static Map<String, @Nullable Object> shownOnce(TokenView view, Secret token) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("id", view.id());
    body.put("name", view.name());
    body.put("token", token.reveal());
    body.put("hint", view.hint());
    body.put("scopes", view.scopes());
    body.put("created_by", view.createdBy());
    body.put("created_at", view.createdAt());
    body.put("expires_at", view.expiresAt());
    return body;
  }

  private static Set<Scope> scopes(Body body) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    List<String> words = body.texts("scopes", 3, 20);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      boolean known = false;
      for (Scope scope : Scope.values()) {
        if (scope.wireName().equals(word)) {
          scopes.add(scope);
          known = true;
        }
      }
      if (!known) {
        body.fault("/scopes/" + i, "must be read, write or admin");
      }
    }
    if (words.isEmpty()) {
      body.fault("/scopes", "must name at least one of read, write and admin");
    }
    return scopes;
  }

  private Answer revoke(Call call) {
    UUID id = call.pathId("id");
    if (!transactions.call(call.tenant(), tx -> tokens.revoke(tx, id).await())) {
      throw Fault.notFound("there is no token " + id);
    }
    authenticator.forgetAll();
    return Answer.noContent();
  }
}
