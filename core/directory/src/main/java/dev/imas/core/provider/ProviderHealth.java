package dev.imas.core.provider;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a provider fares.
 *
 * @param status {@code unknown} when it was never tried, {@code failing} when its circuit is not
 *     closed or its last attempt failed, else {@code ok}
 * @param circuit the worst of all notifiers'
 * @param triedVersion of the provider, when it was last tried
 * @param credits null for a type that is not paid in advance, or was not asked yet
 */
record ProviderHealth(
    UUID provider,
    String status,
    String circuit,
    @Nullable Instant lastSuccessAt,
    @Nullable Instant lastErrorAt,
    @Nullable String lastError,
    @Nullable Integer lastStatusCode,
    @Nullable Integer triedVersion,
    @Nullable ProviderCredits credits) {

  static ProviderHealth untried(UUID provider) {
    return new ProviderHealth(provider, "unknown", "closed", null, null, null, null, null, null);
  }

  static ProviderHealth of(
      UUID provider,
      String circuit,
      @Nullable Instant success,
      @Nullable Instant error,
      @Nullable String reason,
      @Nullable Integer statusCode,
      int version) {
    boolean lastFailed = error != null && (success == null || error.isAfter(success));
    return new ProviderHealth(
        provider,
        lastFailed || !circuit.equals("closed") ? "failing" : "ok",
        circuit,
        success,
        error,
        reason,
        statusCode,
        version,
        null);
  }

  ProviderHealth with(@Nullable ProviderCredits left) {
    return new ProviderHealth(
        provider,
        status,
        circuit,
        lastSuccessAt,
        lastErrorAt,
        lastError,
        lastStatusCode,
        triedVersion,
        left);
  }
}
