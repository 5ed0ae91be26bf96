package dev.imas.core.silence;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Something that is allowed, and may not be what was meant.
 *
 * @param detail in words
 */
public record SilenceWarning(Kind kind, String detail) {

  public enum Kind {
    /** No alert that fires now is hidden by it. */
    MATCHES_NOTHING,
    /** It hides an alert of the highest severity. */
    HIDES_SEV1,
    /** It lasts longer than people remember. */
    LONG,
    /** There were too many alerts to look at in time. */
    NOT_LOOKED,
    /** An inhibit rule whose source hides targets wherever they are. */
    EQUAL_TO_ALL;

    @JsonValue
    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
