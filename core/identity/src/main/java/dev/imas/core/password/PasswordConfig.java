package dev.imas.core.password;

import dev.imas.core.platform.Settings;
import java.time.Duration;

/**
 * How passwords are hashed, and how often one may guess.
 *
 * @param memoryKib memory of one hash
 * @param passes over this memory
 * @param lanes parts of the memory that could be filled at the same time
 * @param guesses log-ins a minute of one address (IAM-14)
 * @param failures in a row after which an account is locked for devices that it does not know
 * @param lock how long
 */
public record PasswordConfig(
    int memoryKib, int passes, int lanes, int guesses, int failures, Duration lock) {

  // With 19 MiB, as OWASP advises for Argon2id.
  private static final int PASSES = 2;
  private static final int LANES = 1;

  public static PasswordConfig read(Settings in) {
    return new PasswordConfig(
        (int) (in.bytes("core.password.memory", 19L << 20, 1L << 20, 1L << 30) >> 10),
        PASSES,
        LANES,
        in.count("core.login.rate", 5, 1, 10_000),
        in.count("core.login.failures", 10, 3, 1_000),
        in.duration(
            "core.login.lock", Duration.ofMinutes(15), Duration.ofMinutes(1), Duration.ofDays(1)));
  }
}
