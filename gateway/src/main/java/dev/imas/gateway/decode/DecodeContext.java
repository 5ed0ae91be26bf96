package dev.imas.gateway.decode;

import dev.imas.core.model.TenantId;
import dev.imas.gateway.fingerprint.IdentityScope;
import java.util.UUID;

/**
 * What a decoder must know besides the body.
 *
 * @param receipt what the post is answered with; it stands in for a key that the sender left out
 * @param isTest whether it is a test, of which nobody is told
 */
public record DecodeContext(
    TenantId tenant,
    SourceProfile source,
    long receivedAtMicros,
    AlertLimits limits,
    UUID receipt,
    boolean isTest) {

  /** The receipt of a body that is read without being posted. */
  private static final UUID NO_RECEIPT = new UUID(0, 0);

  /** Within what its alerts are told apart. */
  public IdentityScope identity() {
    IdentityScope scope =
        source.options().sharesIdentity()
            ? IdentityScope.sharedIn(tenant)
            : new IdentityScope(tenant, source.id());
    return isTest ? scope.ofTests() : scope;
  }

  /** Of a body that is only looked at. */
  public DecodeContext(
      TenantId tenant, SourceProfile source, long receivedAtMicros, AlertLimits limits) {
    this(tenant, source, receivedAtMicros, limits, NO_RECEIPT);
  }

  /** Of a body that is real. */
  public DecodeContext(
      TenantId tenant,
      SourceProfile source,
      long receivedAtMicros,
      AlertLimits limits,
      UUID receipt) {
    this(tenant, source, receivedAtMicros, limits, receipt, false);
  }
}
