package dev.imas.gateway.fingerprint;

import dev.imas.core.model.TenantId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Within what an identity means one alert: a source, so that nobody ends the alerts of another, or
 * all sources of the tenant that share theirs on purpose (ADR 119).
 *
 * @param source null: shared
 * @param isTest whether it is among tests, whose alerts never are one with real ones
 */
public record IdentityScope(TenantId tenant, @Nullable UUID source, boolean isTest) {

  public IdentityScope(TenantId tenant, @Nullable UUID source) {
    this(tenant, source, false);
  }

  /** Of the sources of a tenant that share their identities. */
  public static IdentityScope sharedIn(TenantId tenant) {
    return new IdentityScope(tenant, null);
  }

  /** The same among tests. */
  public IdentityScope ofTests() {
    return new IdentityScope(tenant, source, true);
  }
}
