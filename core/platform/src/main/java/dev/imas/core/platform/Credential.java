package dev.imas.core.platform;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * A source key or API token: a prefix that says which, then 256 random bits. Only its hash is
 * stored. A fast hash is enough, since nobody can guess 256 bits.
 */
public final class Credential {

  public static final String SOURCE_KEY = "imas_src_";
  public static final String API_TOKEN = "imas_tok_";
  public static final String ADMIN_TOKEN = "imas_adm_";

  /** Of a heartbeat's pings. It is a part of an address, which others may log. */
  public static final String PING_KEY = "imas_png_";

  private static final String INVITATION = "imas_inv_";

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int HINT_LENGTH = 4;

  private Credential() {}

  public static Secret generate(String prefix) {
    byte[] bits = new byte[32];
    RANDOM.nextBytes(bits);
    return new Secret(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }

  /** The code of an invitation: its tenant, whose rows alone are searched for it, then 256 bits. */
  public static Secret invitation(UUID tenant) {
    byte[] bits = new byte[32];
    RANDOM.nextBytes(bits);
    return invitation(tenant, bits);
  }

  /**
   * The same of an invitation that is mailed: it follows from the invitation's id and the
   * encryption key. Core stores its hash, the notifier writes it into the mail, and nobody stores
   * it.
   */
  public static Secret invitation(UUID tenant, SecretBox secrets, UUID invitation) {
    return invitation(tenant, secrets.derive("invitation", tenant + " " + invitation));
  }

  private static Secret invitation(UUID tenant, byte[] bits) {
    byte[] named =
        ByteBuffer.allocate(48)
            .putLong(tenant.getMostSignificantBits())
            .putLong(tenant.getLeastSignificantBits())
            .put(bits)
            .array();
    return new Secret(INVITATION + Base64.getUrlEncoder().withoutPadding().encodeToString(named));
  }

  /** The tenant that the code of an invitation names; empty if it is not written like one. */
  public static Optional<UUID> tenantOf(String invitation) {
    if (!invitation.startsWith(INVITATION)) {
      return Optional.empty();
    }
    try {
      byte[] named = Base64.getUrlDecoder().decode(invitation.substring(INVITATION.length()));
      ByteBuffer in = ByteBuffer.wrap(named);
      return named.length == 48
          ? Optional.of(new UUID(in.getLong(), in.getLong()))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** SHA-256 of its UTF-8 bytes: 32 bytes. */
  public static byte[] hash(String value) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * The last characters: enough to tell it from others, too few to use it, such as {@code …x4Qa}.
   */
  public static String hint(Secret secret) {
    String value = secret.reveal();
    return value.length() < 4 * HINT_LENGTH
        ? "…"
        : "…" + value.substring(value.length() - HINT_LENGTH);
  }
}
