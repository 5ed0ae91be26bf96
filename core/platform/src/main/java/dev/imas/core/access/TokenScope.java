package dev.imas.core.access;

import java.util.Locale;

/**
 * What tokens were made for before there were roles. The names are still accepted, with the same
 * meaning. Each includes the ones before it.
 */
public enum TokenScope {
  READ(AccessRole.VIEWER),
  WRITE(AccessRole.OPERATOR),
  ADMIN(AccessRole.TENANT_ADMIN);

  private final String wireName = name().toLowerCase(Locale.ROOT);
  private final AccessRole role;

  TokenScope(AccessRole role) {
    this.role = role;
  }

  public String wireName() {
    return wireName;
  }

  /** The role of a token that was made for it. */
  public AccessRole role() {
    return role;
  }

  public boolean includes(TokenScope other) {
    return ordinal() >= other.ordinal();
  }
}
