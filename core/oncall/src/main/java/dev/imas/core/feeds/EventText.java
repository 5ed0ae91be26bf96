package dev.imas.core.feeds;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.property.Name;
import biweekly.property.Status;
import biweekly.util.Duration;
import dev.imas.core.planned.CalendarEntry;
import dev.imas.core.planned.CalendarEntry.Concerned;
import dev.imas.core.planned.PlannedEntries.Typed;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is planned as an iCalendar (RFC 5545): single events in UTC, as {@link FeedText} has shifts.
 * Of each no more than its title, where it takes place, what it concerns and its page, since the
 * address is all that keeps it secret.
 */
public final class EventText {

  /** As far as a calendar looks back and ahead. */
  public static final java.time.Duration PAST = java.time.Duration.ofDays(30);

  public static final java.time.Duration AHEAD = java.time.Duration.ofDays(180);

  /** What comes before a title. Meetings say by themselves what they are. */
  private static final Map<String, String> TYPES =
      Map.of(
          "deployment_window", "Deployment: ",
          "freeze", "Freeze: ",
          "maintenance_window", "Maintenance: ",
          "obligation", "Due: ");

  private final @Nullable String address;

  /**
   * @param address core's for people; null: events have no links
   */
  public EventText(@Nullable String address) {
    this.address = address;
  }

  /**
   * @param name what the calendar is called
   */
  public String write(String name, List<Typed> entries, Instant now) {
    return Biweekly.write(calendar(name, entries, now)).go();
  }

  ICalendar calendar(String name, List<Typed> entries, Instant now) {
    ICalendar calendar = new ICalendar();
    calendar.setProductId("-//IMAS//calendar//EN");
    calendar.setName(new Name(name));
    calendar.addExperimentalProperty("X-WR-CALNAME", name);
    calendar.setRefreshInterval(Duration.builder().hours(1).build());
    entries.stream()
        .limit(FeedText.MOST_EVENTS)
        .forEach(one -> calendar.addEvent(event(one.type(), one.entry(), now)));
    return calendar;
  }

  private VEvent event(String type, CalendarEntry entry, Instant now) {
    VEvent event = new VEvent();
    CalendarEntry.Key key = entry.key();
    event.setUid(key.of() + (key.occurrence().isEmpty() ? "" : "-" + key.occurrence()) + "@imas");
    event.setDateTimeStamp(Date.from(now));
    event.setSequence(key.version());
    event.setDateStart(Date.from(entry.from()), true);
    // A moment has no end: one that is its start is against the rules.
    if (entry.until().isAfter(entry.from())) {
      event.setDateEnd(Date.from(entry.until()), true);
    }
    event.setSummary(TYPES.getOrDefault(type, "") + entry.title());
    String about =
        Stream.of(
                String.join(", ", entry.environments()),
                entry.concerns().services().stream()
                    .map(Concerned::name)
                    .collect(Collectors.joining(", ")),
                entry.detail())
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(" · "));
    if (!about.isEmpty()) {
      event.setDescription(about);
    }
    if (address != null) {
      event.setUrl(address + entry.link());
    }
    if (entry.state().equals(CalendarEntry.CANCELLED)) {
      event.setStatus(Status.cancelled());
    }
    // Only a meeting takes the time of whoever subscribes.
    event.setTransparency(!type.equals("meeting"));
    return event;
  }
}
