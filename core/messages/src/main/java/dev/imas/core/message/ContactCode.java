package dev.imas.core.message;

import dev.imas.core.platform.SecretBox;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;

/**
 * The code by which a person proves that a message reached them. It follows from the delivery that
 * carries it and the installation's key. So nobody stores it, and whoever reads the delivery learns
 * nothing.
 */
public final class ContactCode {

  /** How long it is good. */
  public static final Duration GOOD_FOR = Duration.ofMinutes(10);

  private static final int CODES = 1_000_000;

  private ContactCode() {}

  /** Six digits. */
  public static String of(SecretBox secrets, UUID delivery) {
    long number =
        ByteBuffer.wrap(secrets.derive("contact-code", delivery.toString())).getLong() >>> 1;
    return String.format(Locale.ROOT, "%06d", number % CODES);
  }

  /** What is stored of a code, by which nobody without the key can try codes out. */
  public static byte[] hash(SecretBox secrets, UUID contact, String code) {
    return secrets.derive("contact-code-hash", contact + " " + code);
  }
}
