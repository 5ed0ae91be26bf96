package dev.imas.core.imports;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What became of one part of a file.
 *
 * @param path such as {@code route.routes[2].mute_time_intervals[0]}
 */
public record Finding(String path, Kind kind, String says) {

  /** How much of it the documents hold. */
  public enum Kind {
    /** It does the same here. */
    CARRIED,
    /** It is here, and does something else. */
    CHANGED,
    /** It is not here. */
    LEFT;

    /** In JSON. */
    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
