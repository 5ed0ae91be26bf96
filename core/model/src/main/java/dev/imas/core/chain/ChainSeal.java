package dev.imas.core.chain;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.UUID;

/**
 * A seal: a number in its tenant's chain, the hash of an entry, and the link that holds both to all
 * seals before.
 *
 * @param number from 1, without gaps; the order of sealing, which is not that of ids
 * @param sealedAtMicros microseconds since 1970
 * @param isLate whether the entry was older than the chain
 */
public record ChainSeal(
    long number, UUID entry, ChainHash leaf, ChainHash link, long sealedAtMicros, boolean isLate) {

  private static final byte LINK = 0x01;

  /** The seal of an entry that follows this link. */
  public static ChainSeal after(
      ChainHash previous, long number, AuditedEntry entry, long sealedAtMicros, boolean isLate) {
    ChainHash leaf = entry.leaf(number);
    return new ChainSeal(
        number,
        entry.id(),
        leaf,
        link(previous, number, leaf, sealedAtMicros, isLate),
        sealedAtMicros,
        isLate);
  }

  /** Whether its link is the one that its other values and the link before it give. */
  public boolean follows(ChainHash previous) {
    return link.equals(link(previous, number, leaf, sealedAtMicros, isLate));
  }

  private static ChainHash link(
      ChainHash previous, long number, ChainHash leaf, long sealedAtMicros, boolean isLate) {
    MessageDigest digest = ChainHash.digest();
    digest.update(LINK);
    digest.update(previous.bytes());
    digest.update(
        ByteBuffer.allocate(2 * Long.BYTES + ChainHash.LENGTH + 1)
            .putLong(number)
            .put(leaf.bytes())
            .putLong(sealedAtMicros)
            .put((byte) (isLate ? 1 : 0))
            .array());
    return ChainHash.of(digest);
  }
}
