package dev.imas.core.model;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Time-ordered UUIDs (RFC 9562, version 7): 48 bits of Unix milliseconds, 74 random bits. It is not
 * a secret: a reader can guess when others were made. Knowing one must never grant a right.
 */
public final class UuidV7 {

  private UuidV7() {}

  public static UUID at(long epochMillis) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (epochMillis << 16) | 0x7000L | (random.nextLong() & 0xfffL);
    long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  /** The Unix milliseconds in a version 7 UUID; meaningless for other versions. */
  public static long epochMillis(UUID v7) {
    return v7.getMostSignificantBits() >>> 16;
  }
}
