package dev.imas.core.ical;

import dev.imas.core.model.StepBudget;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A VTIMEZONE, as the changes of its offset in the years that matter. What it says of other years
 * is not computed, so a definition of any size or age costs the same.
 */
final class ZoneDefinition {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");
  private static final int YEARS = 4;

  /** A rule is stepped through from its first year on. */
  private static final int STEPS_OF_A_RULE = 200;

  private static final Pattern OFFSET = Pattern.compile("[+-]\\d{4}(\\d{2})?");

  private final Instant from;
  private final Instant until;

  /** By the instant at which it begins; the first may lie long before. */
  private final TreeMap<Instant, ZoneOffset> offsets = new TreeMap<>();

  private final StepBudget steps;

  private ZoneDefinition(Instant from, StepBudget steps) {
    this.from = from;
    this.steps = steps;
    this.until = from.plus(Duration.ofDays(366L * YEARS));
  }

  /**
   * The known zone that has the same offsets from that time on, for some years; null if none has,
   * or if the definition cannot be read.
   *
   * @throws StepBudget.Exhausted if it says too much
   */
  static @Nullable ZoneId known(Component definition, Instant from, StepBudget steps) {
    ZoneDefinition read = new ZoneDefinition(from, steps);
    try {
      read.read(definition);
    } catch (DateTimeException | IllegalArgumentException e) {
      return null;
    }
    ZoneOffset first = read.offsetAt(from);
    if (first == null) {
      return null;
    }
    if (read.changes(first).isEmpty()) {
      return first;
    }
    return Stream.concat(
            WindowsZones.all().stream(),
            ZoneId.getAvailableZoneIds().stream().sorted().map(ZoneId::of))
        .filter(zone -> read.isLike(zone.getRules(), first))
        .findFirst()
        .orElse(null);
  }

  private void read(Component definition) {
    for (Component part : definition.components()) {
      steps.take(1);
      LocalDateTime start = LocalDateTime.parse(value(part, "DTSTART"), TIME);
      ZoneOffset before = offset(value(part, "TZOFFSETFROM"));
      ZoneOffset after = offset(value(part, "TZOFFSETTO"));
      Property rule = part.first("RRULE");
      put(start, before, after);
      if (rule != null) {
        comeAgain(start, rule.value(), before, after);
      }
      for (Property dates : part.all("RDATE")) {
        for (String date : dates.value().split(",", -1)) {
          steps.take(1);
          put(LocalDateTime.parse(date.strip(), TIME), before, after);
        }
      }
    }
  }

  /** Those of the last year before, too: they say what holds at first. */
  private void comeAgain(LocalDateTime start, String text, ZoneOffset before, ZoneOffset after) {
    CalendarRecurrence rule = CalendarRecurrence.parse(text);
    if (!rule.text().toUpperCase(Locale.ROOT).contains("FREQ=YEARLY")) {
      throw new IllegalArgumentException("no clock is changed more often than yearly by a rule");
    }
    steps.take(STEPS_OF_A_RULE);
    LocalDateTime earliest = LocalDateTime.ofInstant(from, before).minusYears(2);
    for (Iterator<LocalDateTime> times = rule.from(start, before, earliest); times.hasNext(); ) {
      steps.take(1);
      LocalDateTime next = times.next();
      if (next.toInstant(before).isAfter(until)) {
        return;
      }
      put(next, before, after);
    }
  }

  private void put(LocalDateTime local, ZoneOffset before, ZoneOffset after) {
    Instant at = local.toInstant(before);
    ZoneOffset other = offsets.put(at, after);
    // Windows writes both rules as of the first day of 1601, which does not matter.
    if (other != null && !other.equals(after) && at.isAfter(from)) {
      throw new IllegalArgumentException("has two offsets at once");
    }
  }

  private static String value(Component part, String name) {
    Property property = part.first(name);
    if (property == null) {
      throw new IllegalArgumentException("has no " + name);
    }
    return property.value().strip();
  }

  private static ZoneOffset offset(String text) {
    if (!OFFSET.matcher(text).matches()) {
      throw new IllegalArgumentException("has the offset " + text);
    }
    return ZoneOffset.of(text);
  }

  private @Nullable ZoneOffset offsetAt(Instant time) {
    Map.Entry<Instant, ZoneOffset> holds = offsets.floorEntry(time);
    return holds == null ? null : holds.getValue();
  }

  /** The offsets that differ from those before them. */
  private TreeMap<Instant, ZoneOffset> changes(ZoneOffset first) {
    TreeMap<Instant, ZoneOffset> changes = new TreeMap<>();
    ZoneOffset last = first;
    for (Map.Entry<Instant, ZoneOffset> next :
        offsets.subMap(from, false, until, true).entrySet()) {
      if (!next.getValue().equals(last)) {
        last = next.getValue();
        changes.put(next.getKey(), last);
      }
    }
    return changes;
  }

  private boolean isLike(ZoneRules zone, ZoneOffset first) {
    if (!zone.getOffset(from).equals(first)) {
      return false;
    }
    TreeMap<Instant, ZoneOffset> its = new TreeMap<>();
    ZoneOffsetTransition next = zone.nextTransition(from);
    while (next != null && !next.getInstant().isAfter(until)) {
      its.put(next.getInstant(), next.getOffsetAfter());
      next = zone.nextTransition(next.getInstant());
    }
    return its.equals(changes(first));
  }
}
