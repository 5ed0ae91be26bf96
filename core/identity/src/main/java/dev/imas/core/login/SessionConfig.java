package dev.imas.core.login;

import dev.imas.core.platform.Settings;
import dev.imas.core.totp.TotpFrom;
import java.time.Duration;

/**
 * How long one stays logged in (IAM-08).
 *
 * @param access the life of an access token
 * @param refresh how long a session lasts without a refresh
 * @param rotation the age at which a signing key is replaced
 * @param totpFrom who needs a second factor (IAM-10)
 */
public record SessionConfig(
    Duration access, Duration refresh, Duration rotation, TotpFrom totpFrom) {

  private static final Duration ROTATION = Duration.ofDays(30);

  public static SessionConfig read(Settings in) {
    return new SessionConfig(
        in.duration(
            "core.session.access",
            Duration.ofMinutes(30),
            Duration.ofMinutes(1),
            Duration.ofHours(12)),
        in.duration(
            "core.session.refresh", Duration.ofDays(7), Duration.ofHours(1), Duration.ofDays(90)),
        ROTATION,
        in.choice("core.totp.required-from", TotpFrom.TENANT_ADMIN, TotpFrom.class));
  }
}
