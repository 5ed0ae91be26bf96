package dev.imas.core.chain;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The last erasure that took a person out of an entry.
 *
 * @param entry of the audit that tells of the erasure
 * @param remains what that entry says the erased one has become; null if it does not name it
 * @param isSealed whether that entry is sealed or waits for its seal
 */
public record ChainErasure(UUID entry, @Nullable ChainHash remains, boolean isSealed) {

  public ChainErasure {
    isSealed = isSealed && remains != null;
  }

  /** Whether the entry is what the erasure has left of it. */
  boolean leaves(AuditedEntry entry) {
    return remains != null && remains.equals(entry.remains());
  }
}
