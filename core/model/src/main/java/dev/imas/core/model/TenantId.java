package dev.imas.core.model;

import java.util.UUID;

/** The id of a tenant: an organisation whose data nobody else sees. */
public record TenantId(UUID value) {

  /**
   * The owner of what belongs to the platform itself, such as its timers. No source or token ever
   * selects it.
   */
  public static final TenantId PLATFORM = new TenantId(new UUID(0, 0));

  @Override
  public String toString() {
    return value.toString();
  }
}
