package dev.imas.core.login;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.SecretBox;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * What somebody gets who has sent the right password and needs a second factor: a sealed note of
 * who it was and until when, which is good for that step alone. It is neither a session nor a
 * token, and ends with the user's credentials.
 *
 * @param epoch of the user's credentials when the password was checked
 */
record LoginChallenge(Step step, TenantId tenant, UUID user, int epoch, Instant until) {

  /** What it is for. */
  enum Step {
    /** Send a code. */
    VERIFY,
    /** Set up the factor that the role needs. */
    SET_UP
  }

  static final Duration VALID = Duration.ofMinutes(5);

  private static final String PREFIX = "imas_2fa_";
  private static final String BOUND_TO = "log-in challenge";

  /** As it is sent. Never log it. */
  String sealed(SecretBox secrets) {
    String note =
        String.join(
            " ",
            step.name(),
            tenant.toString(),
            user.toString(),
            Integer.toString(epoch),
            Long.toString(until.toEpochMilli()));
    byte[] sealed = secrets.seal(note, BOUND_TO);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
  }

  /** Empty for anything that was not sealed as one. It may have expired. */
  static Optional<LoginChallenge> open(String text, SecretBox secrets) {
    if (!text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    try {
      byte[] sealed = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
      String[] word = secrets.open(sealed, BOUND_TO).split(" ", -1);
      return Optional.of(
          new LoginChallenge(
              Step.valueOf(word[0]),
              new TenantId(UUID.fromString(word[1])),
              UUID.fromString(word[2]),
              Integer.parseInt(word[3]),
              Instant.ofEpochMilli(Long.parseLong(word[4]))));
    } catch (IllegalArgumentException | IllegalStateException e) {
      return Optional.empty();
    }
  }
}
