package dev.imas.core.login;

import dev.imas.core.platform.Settings;
import java.time.Duration;

/**
 * How long one stays logged in (IAM-08).
 *
 * @param access the life of an access token
 * @param refresh how long a session lasts without a refresh
 * @param rotation the age at which a signing key is replaced
 */
public record SessionConfig(Duration access, Duration refresh, Duration rotation) {

  public static SessionConfig read(Settings in) {
    return new SessionConfig(
        in.duration(
            "core.session.access",
            Duration.ofMinutes(30),
            Duration.ofMinutes(1),
            Duration.ofHours(12)),
        in.duration(
            "core.session.refresh", Duration.ofDays(7), Duration.ofHours(1), Duration.ofDays(90)),
        in.duration(
            "core.session.key-rotation",
            Duration.ofDays(30),
            Duration.ofHours(1),
            Duration.ofDays(365)));
  }
}
