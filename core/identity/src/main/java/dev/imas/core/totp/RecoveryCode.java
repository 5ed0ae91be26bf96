package dev.imas.core.totp;

import dev.imas.core.platform.Credential;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A code for who has lost the device: 80 random bits in four groups, such as {@code
 * abcd-efgh-ijkl-mnop}. It is stored as a hash. Pure but for the random bits.
 */
final class RecoveryCode {

  /** How many a user gets (IAM-10). */
  static final int COUNT = 10;

  private static final int BYTES = 10;
  private static final int GROUP = 4;

  private RecoveryCode() {}

  static List<String> fresh(SecureRandom random) {
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      byte[] bits = new byte[BYTES];
      random.nextBytes(bits);
      String letters = OneTimeCode.base32(bits).toLowerCase(Locale.ROOT);
      codes.add(letters.replaceAll("(.{" + GROUP + "})(?!$)", "$1-"));
    }
    return codes;
  }

  /** Of what somebody typed: case, spaces and hyphens do not count. */
  static byte[] hash(String typed) {
    return Credential.hash(typed.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT));
  }
}
