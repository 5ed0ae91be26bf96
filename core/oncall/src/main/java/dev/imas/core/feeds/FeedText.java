package dev.imas.core.feeds;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.property.Name;
import biweekly.util.Duration;
import dev.imas.core.oncall.Cause;
import dev.imas.core.schedule.Rosters.Entry;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Shifts as an iCalendar (RFC 5545). Each is an event of its own in UTC: a calendar that expanded
 * recurrences by its own zone data could show another person than the one who is called.
 */
final class FeedText {

  /** What a client may take in; about a year of shifts of eight hours. */
  static final int MOST_EVENTS = 2_000;

  private FeedText() {}

  /**
   * @param name what the calendar is called
   * @param entries in order; those beyond {@link #MOST_EVENTS} are left out
   */
  static String write(String name, List<Entry> entries) {
    return Biweekly.write(calendar(name, entries)).go();
  }

  static ICalendar calendar(String name, List<Entry> entries) {
    ICalendar calendar = new ICalendar();
    calendar.setProductId("-//IMAS//on-call//EN");
    calendar.setName(new Name(name));
    calendar.addExperimentalProperty("X-WR-CALNAME", name);
    calendar.setRefreshInterval(Duration.builder().hours(1).build());
    Map<String, Integer> parts = new HashMap<>();
    entries.stream()
        .limit(MOST_EVENTS)
        .forEach(
            entry -> {
              String uid = uid(entry);
              int part = parts.merge(uid, 1, Integer::sum);
              calendar.addEvent(event(entry, uid + "-" + part + "@imas"));
            });
    return calendar;
  }

  private static VEvent event(Entry entry, String uid) {
    VEvent event = new VEvent();
    event.setUid(uid);
    event.setDateTimeStamp(date(entry.changedAt()));
    event.setSequence(entry.version());
    event.setDateStart(date(entry.shift().from()), true);
    event.setDateEnd(date(entry.shift().until()), true);
    event.setSummary(
        entry.username()
            + " is on call: "
            + entry.scheduleName()
            + (entry.shift().level() == 1 ? "" : ", level " + entry.shift().level()));
    event.setTransparency(true);
    return event;
  }

  /** The same for the same shift, whatever else of the schedule changes. */
  private static String uid(Entry entry) {
    String what =
        switch (entry.shift().cause()) {
          case Cause.Turn turn -> turn.layer().hashCode() + "-" + turn.number();
          case Cause.Cover cover -> cover.layer().hashCode() + "-" + cover.number() + "-cover";
          case Cause.Overridden overridden -> overridden.id().toString();
        };
    return entry.schedule() + "-" + what + "-" + entry.shift().person();
  }

  private static Date date(Instant at) {
    return Date.from(at);
  }
}
