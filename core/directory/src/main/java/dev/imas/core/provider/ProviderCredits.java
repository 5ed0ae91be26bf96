package dev.imas.core.provider;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is left with a vendor that is paid in advance.
 *
 * @param left in the vendor's unit; null: never read
 * @param lowSince since when there are fewer than the provider's {@code low_credits}; null: enough
 * @param error why they could not be read the last time; null: they were
 */
record ProviderCredits(
    @Nullable Double left,
    @Nullable Instant readAt,
    @Nullable Instant lowSince,
    @Nullable String error) {}
