package dev.imas.core.token;

import dev.imas.core.access.AccessRole;
import dev.imas.core.access.Grant;
import dev.imas.core.access.Permission;
import dev.imas.core.grant.GrantRepository;
import dev.imas.core.grant.GrantRepository.Named;
import dev.imas.core.grant.Holder;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Principal;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.token.TokenRepository.TokenView;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code GET /me}: who the caller is, and what the caller may do at this moment. */
final class SelfRoutes {

  /** The token of the request. */
  record TokenOfRequest(UUID id, String name, String hint, @Nullable Instant expiresAt) {}

  /**
   * A grant in force.
   *
   * @param team null for the whole tenant
   */
  record GrantInForce(
      String permission, @Nullable Named team, Instant from, @Nullable Instant until) {}

  /**
   * The caller.
   *
   * @param permissions those of the whole tenant
   * @param grants those in force, of which some may be included in the permissions
   */
  record Self(
      Named tenant,
      String name,
      Holder.@Nullable Shown owner,
      @Nullable TokenOfRequest token,
      String role,
      List<String> permissions,
      List<GrantInForce> grants) {}

  private final Transactions transactions;
  private final TokenRepository tokens;
  private final GrantRepository grants;

  SelfRoutes(Transactions transactions, TokenRepository tokens, GrantRepository grants) {
    this.transactions = transactions;
    this.tokens = tokens;
    this.grants = grants;
  }

  void mount(Api api) {
    api.get("/me", Permission.SELF_READ, this::get);
  }

  private Answer get(Call call) {
    return Answer.ok(transactions.call(call.tenant(), tx -> self(tx, call.principal())));
  }

  private Self self(Tx tx, Principal caller) {
    TokenView token = tokens.read(tx, caller.credential()).await().orElse(null);
    AccessRole role = caller.role();
    return new Self(
        new Named(caller.tenant().value(), tokens.tenantName(tx).await()),
        caller.name(),
        owner(caller, token),
        token == null
            ? null
            : new TokenOfRequest(token.id(), token.name(), token.hint(), token.expiresAt()),
        role.wireName(),
        Arrays.stream(Permission.values()).filter(caller::may).map(Permission::wireName).toList(),
        inForce(tx, caller));
  }

  private static Holder.@Nullable Shown owner(Principal caller, @Nullable TokenView token) {
    if (token != null) {
      return token.owner();
    }
    Principal.Person person = caller.person();
    return person == null
        ? null
        : new Holder.Shown(Holder.Kind.USER.wireName(), person.id(), person.username());
  }

  private List<GrantInForce> inForce(Tx tx, Principal caller) {
    List<Grant> has =
        caller.rights().grants().stream()
            .filter(grant -> caller.may(grant.permission(), grant.team()))
            .toList();
    Map<UUID, Named> teams = new HashMap<>();
    List<UUID> ids = has.stream().map(Grant::team).filter(Objects::nonNull).distinct().toList();
    grants.teams(tx, ids).await().forEach(team -> teams.put(team.id(), team));
    return has.stream()
        .map(
            grant ->
                new GrantInForce(
                    grant.permission().wireName(),
                    grant.team() == null ? null : teams.get(grant.team()),
                    grant.from(),
                    grant.until()))
        .toList();
  }
}
