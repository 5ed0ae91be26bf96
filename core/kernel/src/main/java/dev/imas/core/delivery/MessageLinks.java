package dev.imas.core.delivery;

import dev.imas.core.message.LinkToken;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.SecretBox;
import java.time.Duration;
import java.util.UUID;

/**
 * The links in messages to people, by which they answer.
 *
 * @param secrets the tokens follow from its key
 * @param validFor from when the message is queued
 */
public record MessageLinks(SecretBox secrets, Duration validFor) {

  /** What is stored of the token of a delivery's link. */
  byte[] hash(UUID delivery) {
    return Credential.hash(LinkToken.of(secrets, delivery).reveal());
  }
}
