package dev.imas.core.token;

import dev.imas.core.access.AccessRole;
import dev.imas.core.access.TokenScope;
import dev.imas.core.grant.Holder;
import dev.imas.core.http.Body;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A checked request for a token.
 *
 * @param role what it was made for
 * @param scopes by which it was named; none if it was named by the role
 * @param owner null for the caller's own
 */
record TokenBody(
    String name,
    AccessRole role,
    Set<TokenScope> scopes,
    @Nullable Holder owner,
    @Nullable Instant expiresAt) {

  /** The role if it was named; null if scopes were. */
  @Nullable AccessRole namedRole() {
    return scopes.isEmpty() ? role : null;
  }

  /**
   * @param end of the permission of who asks; null for none. A token ends by then, unless the
   *     request says otherwise
   */
  static TokenBody read(Body body, Instant now, @Nullable Instant end) {
    body.only("name", "role", "scopes", "owner", "expires_at");
    String name = body.requiredText("name", 200);
    boolean byRole = body.has("role");
    if (byRole && body.has("scopes")) {
      body.fault("/scopes", "cannot be given together with role; send only one of them");
    }
    AccessRole role = byRole ? role(body) : AccessRole.VIEWER;
    Set<TokenScope> scopes = byRole ? Set.of() : scopes(body);
    for (TokenScope scope : scopes) {
      role = scope.role().includes(role) ? scope.role() : role;
    }
    Holder owner = Holder.read(body, "owner");
    if (owner != null && owner.kind() == Holder.Kind.TOKEN) {
      body.fault("/owner", "must be a service account");
    }
    Instant until = expiry(body, now);
    if (until == null && byRole && !body.has("expires_at")) {
      until = now.plus(TokenRoutes.USUAL_LIFE);
    }
    if (end != null && !body.has("expires_at") && (until == null || until.isAfter(end))) {
      until = end;
    }
    body.throwIfFaulty();
    return new TokenBody(name, role, scopes, owner, until);
  }

  /** Null when absent or null, which means that it never ends. */
  static @Nullable Instant expiry(Body body, Instant now) {
    Instant expiresAt = body.time("expires_at");
    if (expiresAt != null && !expiresAt.isAfter(now)) {
      body.fault("/expires_at", "is in the past; send a time in the future, or leave it out");
    }
    return expiresAt;
  }

  /** Faulty when it is missing; nobody in a tenant is of the platform. */
  static AccessRole role(Body body) {
    String text = body.requiredText("role", 40);
    return AccessRole.named(text)
        .filter(role -> role != AccessRole.PLATFORM_ADMIN)
        .orElseGet(
            () -> {
              body.fault("/role", "must be one of " + AccessRole.namesInATenant());
              return AccessRole.VIEWER;
            });
  }

  private static Set<TokenScope> scopes(Body body) {
    Set<TokenScope> scopes = EnumSet.noneOf(TokenScope.class);
    List<String> words = body.texts("scopes", 3, 20);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      boolean known = false;
      for (TokenScope scope : TokenScope.values()) {
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
      body.fault("/role", "is missing; send one of " + AccessRole.namesInATenant());
    }
    return scopes;
  }
}
