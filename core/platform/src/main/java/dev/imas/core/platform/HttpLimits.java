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

  private static final Duration USUAL = Duration.ofSeconds(30);
  private static final Duration IDLE = Duration.ofSeconds(75);

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
        in.count(role + ".max-connections", connections(percentOfFiles, atMost), 1, 1_000_000),
        timeout(in, role + ".head-timeout", USUAL),
        timeout(in, role + ".body-timeout", USUAL),
        timeout(in, role + ".idle-timeout", idle),
        timeout(in, role + ".write-timeout", USUAL));
  }

  /**
   * Those of a port to which only health checks and scrapers come, which has no settings of its
   * own.
   *
   * @param percentOfFiles as in {@link #read}
   * @param atMost the most connections, however many files there may be
   */
  public static HttpLimits ofFew(int percentOfFiles, int atMost) {
    return new HttpLimits(connections(percentOfFiles, atMost), USUAL, USUAL, IDLE, USUAL);
  }

  private static int connections(int percentOfFiles, int atMost) {
    return (int) Math.clamp(mostFiles() * percentOfFiles / 100, 32L, atMost);
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
