package dev.imas.core.chain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the audit as PostgreSQL returns it, from which its leaf is computed. What was to be
 * written may differ from it: times are rounded to microseconds, and JSON is written anew.
 *
 * @param atMicros microseconds since 1970
 * @param before the text of the stored {@code jsonb}
 * @param after the same
 */
public record AuditedEntry(
    UUID tenant,
    UUID id,
    long atMicros,
    String actorKind,
    @Nullable UUID actorId,
    String via,
    @Nullable String address,
    @Nullable String requestId,
    String action,
    String subjectKind,
    @Nullable UUID subjectId,
    @Nullable String before,
    @Nullable String after) {

  /** The first field of each leaf. Another order or set of fields needs another version. */
  private static final String VERSION = "imas-audit/1";

  private static final byte LEAF = 0x00;
  private static final byte ABSENT = 0x00;
  private static final byte PRESENT = 0x01;

  /**
   * The hash of the entry under its number. Each field has a mark for null, or else its length and
   * its bytes, so no two entries have the same input.
   */
  public ChainHash leaf(long number) {
    MessageDigest digest = ChainHash.digest();
    digest.update(LEAF);
    put(digest, VERSION);
    put(digest, tenant);
    put(digest, number);
    put(digest, id);
    put(digest, atMicros);
    put(digest, actorKind);
    put(digest, actorId);
    put(digest, via);
    put(digest, address);
    put(digest, requestId);
    put(digest, action);
    put(digest, subjectKind);
    put(digest, subjectId);
    put(digest, before);
    put(digest, after);
    return ChainHash.of(digest);
  }

  private static void put(MessageDigest digest, long value) {
    put(digest, ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  private static void put(MessageDigest digest, @Nullable UUID value) {
    put(
        digest,
        value == null
            ? null
            : ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits())
                .array());
  }

  private static void put(MessageDigest digest, @Nullable String value) {
    put(digest, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  private static void put(MessageDigest digest, byte @Nullable [] value) {
    if (value == null) {
      digest.update(ABSENT);
      return;
    }
    digest.update(PRESENT);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array());
    digest.update(value);
  }
}
