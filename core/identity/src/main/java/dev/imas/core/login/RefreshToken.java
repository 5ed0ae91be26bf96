package dev.imas.core.login;

import dev.imas.core.model.TenantId;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A refresh token: which session it is of, its number in the order of refreshes, and a proof of
 * both. The proof is derived from the session's seed, so the same number always has the same token,
 * and no token is stored.
 *
 * @param use how the client keeps it; the proof covers it
 * @param proof as it was sent; {@link #isOf} checks it
 */
record RefreshToken(SessionUse use, TenantId tenant, UUID session, int turn, byte[] proof) {

  static final String PREFIX = "imas_ref_";
  private static final String PREFIX_OF_COOKIES = "imas_rfc_";
  private static final byte OF_COOKIES = 1;

  private static final int ID_BYTES = 16;
  private static final int PROOF_BYTES = 32;
  private static final int NAMED_BYTES = 2 * ID_BYTES + Integer.BYTES;

  /** The token of that number. */
  static RefreshToken of(SessionUse use, TenantId tenant, UUID session, int turn, byte[] seed) {
    return new RefreshToken(use, tenant, session, turn, prove(use, tenant, session, turn, seed));
  }

  /** Empty for anything that is not written like one. */
  static Optional<RefreshToken> parse(String text) {
    boolean isOfCookies = text.startsWith(PREFIX_OF_COOKIES);
    if (!isOfCookies && !text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (bytes.length != NAMED_BYTES + PROOF_BYTES) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    TenantId tenant = new TenantId(new UUID(in.getLong(), in.getLong()));
    UUID session = new UUID(in.getLong(), in.getLong());
    int turn = in.getInt();
    byte[] proof = Arrays.copyOfRange(bytes, NAMED_BYTES, bytes.length);
    return turn < 0
        ? Optional.empty()
        : Optional.of(
            new RefreshToken(
                isOfCookies ? SessionUse.COOKIE : SessionUse.BEARER, tenant, session, turn, proof));
  }

  /** Whether it was made with that seed. */
  boolean isOf(byte[] seed) {
    return MessageDigest.isEqual(proof, prove(use, tenant, session, turn, seed));
  }

  private static byte[] prove(
      SessionUse use, TenantId tenant, UUID session, int turn, byte[] seed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(seed, "HmacSHA256"));
      mac.update(named(tenant, session, turn));
      if (use == SessionUse.COOKIE) {
        mac.update(OF_COOKIES);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static byte[] named(TenantId tenant, UUID session, int turn) {
    return ByteBuffer.allocate(NAMED_BYTES)
        .putLong(tenant.value().getMostSignificantBits())
        .putLong(tenant.value().getLeastSignificantBits())
        .putLong(session.getMostSignificantBits())
        .putLong(session.getLeastSignificantBits())
        .putInt(turn)
        .array();
  }

  /** As it is sent. Never log it. */
  String text() {
    byte[] bytes =
        ByteBuffer.allocate(NAMED_BYTES + PROOF_BYTES)
            .put(named(tenant, session, turn))
            .put(proof)
            .array();
    String prefix = use == SessionUse.COOKIE ? PREFIX_OF_COOKIES : PREFIX;
    return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Without the proof, since records are printed by accident. */
  @Override
  public String toString() {
    return "refresh token " + turn + " of session " + session;
  }
}
