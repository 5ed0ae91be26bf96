package dev.imas.core.message;

import dev.imas.core.platform.Secret;
import dev.imas.core.platform.SecretBox;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * The token of the link with which a person acts from a message. It follows from the delivery's id
 * and the encryption key: core stores its hash, the notifier writes it into the message, and nobody
 * stores the token. 128 bits keep it short enough for a text message.
 */
public final class LinkToken {

  /** Where core answers, below its address for people: {@code /a/<token>}. */
  public static final String PATH = "/a/";

  private static final int BYTES = 16;

  private LinkToken() {}

  public static Secret of(SecretBox secrets, UUID delivery) {
    byte[] derived = secrets.derive("link", delivery.toString());
    return new Secret(
        Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(derived, BYTES)));
  }

  /**
   * The token of the link in a message about many incidents. Such a message is made in the
   * database, and nothing is stored of its link: the token names the delivery and is signed.
   */
  public static Secret ofDigest(SecretBox secrets, UUID delivery) {
    byte[] token =
        ByteBuffer.allocate(2 * BYTES)
            .putLong(delivery.getMostSignificantBits())
            .putLong(delivery.getLeastSignificantBits())
            .put(signature(secrets, delivery))
            .array();
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(token));
  }

  /** The delivery that such a token names; empty if it was not signed with this key. */
  public static Optional<UUID> digest(SecretBox secrets, String token) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (bytes.length != 2 * BYTES) {
      return Optional.empty();
    }
    ByteBuffer read = ByteBuffer.wrap(bytes);
    UUID delivery = new UUID(read.getLong(), read.getLong());
    return MessageDigest.isEqual(
            signature(secrets, delivery), Arrays.copyOfRange(bytes, BYTES, 2 * BYTES))
        ? Optional.of(delivery)
        : Optional.empty();
  }

  private static byte[] signature(SecretBox secrets, UUID delivery) {
    return Arrays.copyOf(secrets.derive("digest link", delivery.toString()), BYTES);
  }
}
