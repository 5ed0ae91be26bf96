package dev.imas.core.message;

import dev.imas.core.platform.Secret;
import dev.imas.core.platform.SecretBox;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The links in mails to subscribers of a status page. A token names the subscriber and is signed
 * with the encryption key, so nobody stores it: the notifier writes it into the mail, and core
 * reads it. Whoever has one confirms or ends this one subscription, and nothing else.
 */
public enum SubscriberLink {
  /** Ends the subscription. */
  LEAVE,
  /** Confirms the address. Until when is in the subscriber's row. */
  CONFIRM;

  /** The event of a mail that asks to confirm an address. */
  public static final String CONFIRM_EVENT = "notice.subscription_confirm";

  /** The event of a mail about what the page tells. */
  public static final String EVENT = "notice.subscription";

  private static final int SIGNATURE = 16;
  private static final int BYTES = 32 + SIGNATURE;

  /** The subscriber that a token names. */
  public record Named(UUID tenant, UUID subscriber) {}

  /** The word in the path, below {@code /status/}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The path of the page, below the address of status pages. */
  public Secret path(SecretBox secrets, Named named) {
    byte[] token =
        ByteBuffer.allocate(BYTES).put(bytes(named)).put(signature(secrets, named)).array();
    return new Secret(
        "/status/" + word() + "/" + Base64.getUrlEncoder().withoutPadding().encodeToString(token));
  }

  /** Empty if it was not signed with this key for this. */
  public Optional<Named> read(SecretBox secrets, String token) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (bytes.length != BYTES) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Named named =
        new Named(new UUID(in.getLong(), in.getLong()), new UUID(in.getLong(), in.getLong()));
    return MessageDigest.isEqual(
            signature(secrets, named), Arrays.copyOfRange(bytes, BYTES - SIGNATURE, BYTES))
        ? Optional.of(named)
        : Optional.empty();
  }

  private static byte[] bytes(Named named) {
    return ByteBuffer.allocate(32)
        .putLong(named.tenant.getMostSignificantBits())
        .putLong(named.tenant.getLeastSignificantBits())
        .putLong(named.subscriber.getMostSignificantBits())
        .putLong(named.subscriber.getLeastSignificantBits())
        .array();
  }

  private byte[] signature(SecretBox secrets, Named named) {
    return Arrays.copyOf(
        secrets.derive("subscriber " + word(), named.tenant + " " + named.subscriber), SIGNATURE);
  }
}
