package dev.imas.core.chain;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something in an audit that is not as it was sealed.
 *
 * @param number of the seal where it shows; 0 where there is none
 * @param entry of which it is, if that is known
 */
public record ChainFinding(Kind kind, long number, @Nullable UUID entry, String detail) {

  /** What it is. The name is what programs read. */
  public enum Kind {
    /** The entry has other values than when it was sealed. */
    ENTRY_CHANGED,
    /** A person was erased from the entry, and no sealed entry says so. */
    ERASURE_UNEXPLAINED,
    /** The entry of a seal is gone. */
    ENTRY_MISSING,
    /** A number is missing. */
    NUMBER_MISSING,
    /** A seal does not follow the one before: either of them has changed. */
    LINK_BROKEN,
    /** An entry has no seal and does not wait for one. */
    ENTRY_NOT_SEALED,
    /** An entry has waited for its seal for too long. */
    ENTRY_WAITS,
    /** A checkpoint knows more seals than there are. */
    CHAIN_SHORTER,
    /** A checkpoint knows another history. */
    HISTORY_OTHER,
    /** A checkpoint is not signed by the key. */
    SIGNATURE_WRONG
  }
}
