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
 * @param commitment to address, before and after; null in entries of before there were any
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
    @Nullable String after,
    @Nullable Commitment commitment) {

  /**
   * A hash of what may name a person, which the leaf has in place of it: so it can be erased, and
   * the leaf is the same.
   *
   * @param salt without which nobody can find out what was erased by guessing; null once it was
   */
  public record Commitment(ChainHash hash, @Nullable UUID salt) {}

  /** The first field of each leaf. Another order or set of fields needs another version. */
  private static final String VERSION = "imas-audit/1";

  private static final String COMMITTED = "imas-audit/2";
  private static final String CONTENT = "imas-audit-content/1";
  private static final String REMAINS = "imas-audit-remains/1";

  private static final byte LEAF = 0x00;
  private static final byte CONTENT_OR_REMAINS = 0x02;
  private static final byte ABSENT = 0x00;
  private static final byte PRESENT = 0x01;

  /** An entry of before there were commitments. */
  public AuditedEntry(
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
    this(
        tenant,
        id,
        atMicros,
        actorKind,
        actorId,
        via,
        address,
        requestId,
        action,
        subjectKind,
        subjectId,
        before,
        after,
        null);
  }

  /**
   * The hash of the entry under its number. Each field has a mark for null, or else its length and
   * its bytes, so no two entries have the same input.
   */
  public ChainHash leaf(long number) {
    MessageDigest digest = ChainHash.digest();
    digest.update(LEAF);
    put(digest, commitment == null ? VERSION : COMMITTED);
    put(digest, tenant);
    put(digest, number);
    putFields(digest);
    if (commitment == null) {
      putContent(digest);
    } else {
      put(digest, commitment.hash.bytes());
    }
    return ChainHash.of(digest);
  }

  private void putFields(MessageDigest digest) {
    put(digest, id);
    put(digest, atMicros);
    put(digest, actorKind);
    put(digest, actorId);
    put(digest, via);
    if (commitment == null) {
      put(digest, address);
    }
    put(digest, requestId);
    put(digest, action);
    put(digest, subjectKind);
    put(digest, subjectId);
  }

  private void putContent(MessageDigest digest) {
    put(digest, before);
    put(digest, after);
  }

  /** Whether address, before and after are those that it was committed to, if it was. */
  public boolean isAsCommitted() {
    if (commitment == null) {
      return true;
    }
    UUID salt = commitment.salt;
    return salt != null && commitment.hash.equals(content(salt));
  }

  private ChainHash content(UUID salt) {
    MessageDigest digest = ChainHash.digest();
    digest.update(CONTENT_OR_REMAINS);
    put(digest, CONTENT);
    put(digest, salt);
    put(digest, address);
    putContent(digest);
    return ChainHash.of(digest);
  }

  /**
   * The hash of what an erasure has left of the entry, which the entry of the erasure names: all of
   * its fields, so that nothing can be changed under the cover of an erasure.
   */
  public ChainHash remains() {
    MessageDigest digest = ChainHash.digest();
    digest.update(CONTENT_OR_REMAINS);
    put(digest, REMAINS);
    put(digest, tenant);
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
    putContent(digest);
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
