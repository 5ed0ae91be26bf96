package dev.imas.core.platform;

import java.util.Arrays;
import java.util.Base64;
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
}
