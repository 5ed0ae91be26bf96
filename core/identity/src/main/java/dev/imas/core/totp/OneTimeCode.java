package dev.imas.core.totp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The codes of RFC 6238 as every authenticator knows them: HMAC-SHA1, six digits, a new one each
 * half minute. Pure.
 */
final class OneTimeCode {

  static final int DIGITS = 6;
  static final int SECONDS = 30;

  /** As long as the hash, which RFC 4226 recommends. */
  static final int KEY_BYTES = 20;

  /** No code is of it, since time began long ago. */
  static final long NO_STEP = 0;

  /** A phone may be this many steps fast or slow. */
  private static final int DRIFT = 1;

  private static final int MODULUS = 1_000_000;
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int BITS_OF_A_LETTER = 5;

  private OneTimeCode() {}

  /** The number of the half minute. */
  static long step(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), SECONDS);
  }

  static String of(byte[] key, long step) {
    return ("%0" + DIGITS + "d").formatted(truncated(key, step) % MODULUS);
  }

  /** The 31 bits of RFC 4226, of which a code has the last digits. */
  static int truncated(byte[] key, long step) {
    byte[] hash;
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA1", e);
    }
    return ByteBuffer.wrap(hash).getInt(hash[hash.length - 1] & 0xf) & Integer.MAX_VALUE;
  }

  /**
   * The step that the code is of: this one, or the one before or after it. All are compared, in
   * constant time.
   *
   * @return {@link #NO_STEP} if it is of none
   */
  static long matching(byte[] key, String code, Instant now) {
    byte[] sent = code.getBytes(StandardCharsets.UTF_8);
    long present = step(now);
    long found = NO_STEP;
    for (long step = present - DRIFT; step <= present + DRIFT; step++) {
      if (MessageDigest.isEqual(of(key, step).getBytes(StandardCharsets.UTF_8), sent)) {
        found = step;
      }
    }
    return found;
  }

  /** RFC 4648 without padding, as authenticators take a key. */
  static String base32(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int buffer = 0;
    int bits = 0;
    for (byte one : bytes) {
      buffer = buffer << Byte.SIZE | (one & 0xff);
      bits += Byte.SIZE;
      while (bits >= BITS_OF_A_LETTER) {
        bits -= BITS_OF_A_LETTER;
        text.append(ALPHABET.charAt(buffer >> bits & 0x1f));
      }
    }
    if (bits > 0) {
      text.append(ALPHABET.charAt(buffer << BITS_OF_A_LETTER - bits & 0x1f));
    }
    return text.toString();
  }
}
