package dev.imas.core.incident;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How an incident came to its end.
 *
 * @param by what ended it
 * @param mergedInto the incident that has its alerts now; null unless it was merged. It never was
 *     merged itself: whoever merges it points here anew
 */
public record IncidentEnd(By by, @Nullable UUID mergedInto) {

  /** What can end an incident. Stored and shown in lower case. */
  public enum By {
    /** Somebody resolved it, in the dashboard, a message, a chat or over the API. */
    PERSON,
    /** None of its alerts fires any more, or its heartbeat beats again. */
    ALERTS,
    /** Its alerts were ended without a recovery: nothing was heard of them for too long. */
    TIMEOUT,
    /** It was an umbrella, and its storm is over. */
    STORM,
    /** Its alerts belong to another incident. */
    MERGED;

    /** The name in JSON and in the database. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static By named(String wireName) {
      return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
  }

  /** Nothing was merged. */
  public static IncidentEnd of(By by) {
    return new IncidentEnd(by, null);
  }

  /** Its alerts are that incident's now. */
  public static IncidentEnd into(UUID target) {
    return new IncidentEnd(By.MERGED, target);
  }
}
