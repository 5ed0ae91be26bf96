package dev.imas.notifier.delivery;

import java.time.DateTimeException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The person who gets a message.
 *
 * @param locale such as {@code fr-FR}; null for the language of the tenant
 * @param zone in which they are told times; null for that of the tenant
 */
public record Reader(@Nullable String locale, @Nullable ZoneId zone) {

  /** Null when the message is nobody's alone: an account has a zone. */
  public static @Nullable Reader of(@Nullable String locale, @Nullable String zone) {
    return locale == null && zone == null ? null : new Reader(locale, zoneOf(zone));
  }

  /** Null for a name that this Java does not know. */
  public static @Nullable ZoneId zoneOf(@Nullable String name) {
    try {
      return name == null ? null : ZoneId.of(name);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
