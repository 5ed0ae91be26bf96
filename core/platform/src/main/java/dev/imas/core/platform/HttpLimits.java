package dev.imas.core.platform;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * The limits of one port's connections.
 *
 * @param connections the most that are open at once; a further one takes the place of another
 * @param head the time from opening a connection to the last byte of its first request's head
 * @param body the time from a request's head to the last byte of its body
 * @param idle the time from a response to the next request's head, and the time without any byte
 *     either way
 * @param write the time in which a client must take something of what waits to be sent
 */
public record HttpLimits(
    int connections, Duration head, Duration body, Duration idle, Duration write) {

  /** Assumed where the system reports no limit of open files. */
  private static final long FILES_ELSEWHERE = 10_000;

  /**
   * Reads {@code <role>.max-connections}, {@code .head-timeout}, {@code .body-timeout}, {@code
   * .idle-timeout} and {@code .write-timeout}.
   *
   * @param percentOfFiles the default, in percent of the files that the process may have open; all
   *     roles together leave room for the database and the rest
   * @param atMost the largest default, however many files there may be
   */
  public static HttpLimits read(
      Settings in, String role, int percentOfFiles, int atMost, Duration idle) {
    return new HttpLimits(
        in.count(
            role + ".max-connections",
            (int) Math.clamp(mostFiles() * percentOfFiles / 100, 32L, atMost),
            1,
            1_000_000),
        timeout(in, role + ".head-timeout", Duration.ofSeconds(30)),
        timeout(in, role + ".body-timeout", Duration.ofSeconds(30)),
        timeout(in, role + ".idle-timeout", idle),
        timeout(in, role + ".write-timeout", Duration.ofSeconds(30)));
  }

  private static Duration timeout(Settings in, String key, Duration otherwise) {
    return in.duration(key, otherwise, Duration.ofSeconds(1), Duration.ofHours(1));
  }

  private static long mostFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : FILES_ELSEWHERE;
  }
}
