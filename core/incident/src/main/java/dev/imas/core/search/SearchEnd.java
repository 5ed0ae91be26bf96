package dev.imas.core.search;

import dev.imas.core.platform.Fault;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bucket of texts that a search saw last. Written as its newest text's time in microseconds
 * since 1970 and its number, with a point between.
 */
record SearchEnd(Instant newest, int bucket) {

  /** Newer than all texts. */
  static final SearchEnd START = new SearchEnd(Instant.parse("9999-12-31T00:00:00Z"), 0);

  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,17})\\.(\\d{1,9})");

  /** Where {@code older} of an answer says; anything else is a BAD_REQUEST. */
  static SearchEnd read(String written) {
    Matcher matcher = WRITTEN.matcher(written);
    if (!matcher.matches()) {
      throw Fault.at(
          Fault.Kind.BAD_REQUEST, "older", "older is not from an answer; copy it, or leave it out");
    }
    Instant newest = Instant.EPOCH.plus(Long.parseLong(matcher.group(1)), ChronoUnit.MICROS);
    return new SearchEnd(newest, Integer.parseInt(matcher.group(2)));
  }

  @Override
  public String toString() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, newest) + "." + bucket;
  }
}
