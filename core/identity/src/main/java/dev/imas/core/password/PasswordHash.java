package dev.imas.core.password;

import com.password4j.Argon2Function;
import com.password4j.Hash;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/** Argon2id with a random salt (IAM-01). Takes the memory and time of its settings. */
final class PasswordHash {

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  private final PasswordConfig config;

  PasswordHash(PasswordConfig config) {
    this.config = config;
  }

  /** What no password matches. A check takes as long as that of a hash which is made now. */
  static String ofNobody(PasswordConfig config) {
    byte[] bits = new byte[SALT_BYTES + HASH_BYTES];
    new SecureRandom().nextBytes(bits);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%s,t=%s,p=%s$%s$%s"
        .formatted(
            config.memoryKib(),
            config.passes(),
            config.lanes(),
            base64.encodeToString(Arrays.copyOf(bits, SALT_BYTES)),
            base64.encodeToString(Arrays.copyOfRange(bits, SALT_BYTES, bits.length)));
  }

  /** With its parameters and its salt, so that the settings may change. */
  String of(String password) {
    Hash hash = Password.hash(password).addRandomSalt(SALT_BYTES).with(function());
    return hash.getResult();
  }

  /**
   * Asked for when it is needed: the library keeps a function for good, with all the memory of a
   * hash, which a process that makes no hash does without.
   */
  private Argon2Function function() {
    return Argon2Function.getInstance(
        config.memoryKib(), config.passes(), config.lanes(), HASH_BYTES, Argon2.ID);
  }

  /**
   * @param hash as {@link #of} made it, with whatever parameters
   */
  static boolean matches(String password, String hash) {
    return Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash));
  }
}
