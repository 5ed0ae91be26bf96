package dev.imas.core.ical;

import dev.imas.core.model.StepBudget;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The zones that a calendar names. A name that IANA or Windows gives is that zone, whatever the
 * calendar says of it. Any other must be defined by the calendar, exactly as a known zone is from
 * now on. None is guessed.
 */
final class Zones {

  /** For all definitions of one calendar. */
  private static final long MOST_STEPS = 50_000;

  private static final Map<String, ZoneId> KNOWN =
      ZoneId.getAvailableZoneIds().stream()
          .collect(Collectors.toUnmodifiableMap(id -> id.toLowerCase(Locale.ROOT), ZoneId::of));

  private static final Set<String> UTC = Set.of("utc", "z", "gmt", "tzone://microsoft/utc");

  private final Map<String, Component> definitions = new HashMap<>();
  private final Map<String, Optional<ZoneId>> resolved = new HashMap<>();
  private final StepBudget steps = new StepBudget(MOST_STEPS);
  private final Instant now;
  private final @Nullable Property ofCalendar;
  private final @Nullable ZoneId said;
  private final ZoneId otherwise;

  /**
   * @param said the zone of dates, and of times that name none; null: that of the calendar
   * @param otherwise the same, if the calendar says none either
   * @param now definitions are compared with known zones from this time on
   */
  Zones(Component calendar, @Nullable ZoneId said, ZoneId otherwise, Instant now) {
    this.now = now;
    this.said = said;
    this.otherwise = otherwise;
    this.ofCalendar = calendar.first("X-WR-TIMEZONE");
    for (Component definition : calendar.components("VTIMEZONE")) {
      Property id = definition.first("TZID");
      if (id != null) {
        definitions.putIfAbsent(id.value().strip(), definition);
      }
    }
  }

  /** Of what names no zone. */
  ZoneId floating() throws Unreadable {
    if (said != null) {
      return said;
    }
    return ofCalendar == null || ofCalendar.value().isBlank()
        ? otherwise
        : zone(ofCalendar, ofCalendar.value().strip());
  }

  ZoneId of(Property property) throws Unreadable {
    String id = property.parameter("TZID");
    return id == null ? floating() : zone(property, id);
  }

  private ZoneId zone(Property property, String id) throws Unreadable {
    Optional<ZoneId> zone = resolved.get(id);
    if (zone == null) {
      zone = Optional.ofNullable(find(id));
      resolved.put(id, zone);
    }
    if (zone.isPresent()) {
      return zone.get();
    }
    throw Unreadable.at(
        property,
        "has the time zone '"
            + (id.length() > 80 ? id.substring(0, 80) + "…" : id)
            + "', which is no name of IANA or Windows, and "
            + (definitions.containsKey(id)
                ? "its VTIMEZONE is like no known zone"
                : "the calendar has no VTIMEZONE for it")
            + "; write a zone such as TZID=Europe/Paris");
  }

  private @Nullable ZoneId find(String id) {
    ZoneId named = named(id);
    Component definition = definitions.get(id);
    if (named != null || definition == null) {
      return named;
    }
    Property place = definition.first("X-LIC-LOCATION");
    ZoneId placed = place == null ? null : named(place.value().strip());
    return placed != null ? placed : ZoneDefinition.known(definition, now, steps);
  }

  /** Programs write paths before the names of IANA, as {@code /example.org/2026/Europe/Paris}. */
  private static @Nullable ZoneId named(String id) {
    String name = id.toLowerCase(Locale.ROOT);
    if (UTC.contains(name)) {
      return Time.UTC;
    }
    if (name.startsWith("/")) {
      String[] parts = name.substring(1).split("/", -1);
      for (int count = Math.min(3, parts.length); count > 0; count--) {
        ZoneId zone =
            KNOWN.get(String.join("/", List.of(parts).subList(parts.length - count, parts.length)));
        if (zone != null) {
          return zone;
        }
      }
      return null;
    }
    ZoneId known = KNOWN.get(name);
    if (known != null) {
      return known;
    }
    ZoneId windows = WindowsZones.named(name);
    return windows != null ? windows : offset(id);
  }

  /** As {@code +01:00} or {@code UTC+2}. */
  private static @Nullable ZoneId offset(String id) {
    try {
      return ZoneId.of(id);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
