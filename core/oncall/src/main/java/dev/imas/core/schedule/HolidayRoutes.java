package dev.imas.core.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.access.Permission;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Part;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Resource;
import dev.imas.core.http.ResourceRoutes;
import dev.imas.core.http.Versioned;
import dev.imas.core.ical.CalendarEvent;
import dev.imas.core.ical.CalendarReader;
import dev.imas.core.ical.Series;
import dev.imas.core.ical.Unreadable;
import dev.imas.core.model.StepBudget;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.HolidayRepository.Calendar;
import dev.imas.core.schedule.HolidayRepository.Holiday;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /holiday-calendars}: holidays that layers of schedules observe. */
public final class HolidayRoutes {

  private static final int MOST_DAYS = 2_000;
  private static final int LONGEST_ICS = 500_000;

  /** Of a calendar that recurs for ever, this much is read. */
  private static final Duration BACK = Duration.ofDays(366);

  private static final Duration AHEAD = Duration.ofDays(3_660);

  private final Transactions transactions;
  private final Computations computations;
  private final InstantSource clock;
  private final HolidayRepository calendars = new HolidayRepository();

  public HolidayRoutes(Transactions transactions, Computations computations, InstantSource clock) {
    this.transactions = transactions;
    this.computations = computations;
    this.clock = clock;
  }

  public void mount(Api api) {
    new ResourceRoutes<Calendar, Draft>(transactions, clock, Calendars::new)
        .mount(
            api,
            "/holiday-calendars",
            new ResourceRoutes.Permissions(
                Permission.ON_CALL_READ,
                Permission.HOLIDAY_MANAGE,
                Permission.HOLIDAY_MANAGE,
                Permission.HOLIDAY_MANAGE));
  }

  /** The calendars, as one call may read and change them. */
  public Resource<? extends Versioned, ?> resource(Call call) {
    return new Calendars(call);
  }

  record Draft(String name, SortedMap<LocalDate, String> days) {}

  private final class Calendars implements Resource<Calendar, Draft> {

    private final Call call;

    Calendars(Call call) {
      this.call = call;
    }

    @Override
    public Function<Tx, List<Calendar>> list(Query query, ListRange paging) {
      return tx -> calendars.list(tx, paging.after(), paging.fetch());
    }

    @Override
    public Object key(Calendar calendar) {
      return calendar.name();
    }

    @Override
    public Draft read(Body body) {
      body.only("name", "days", "ics");
      String name = body.requiredText("name", 200);
      String ics = body.text("ics", LONGEST_ICS);
      SortedMap<LocalDate, String> days = new TreeMap<>();
      if ((ics == null) == !body.has("days")) {
        body.fault("/days", "send either days or ics, the text of an iCalendar");
      } else if (ics == null) {
        days = days(body);
      } else {
        days = imported(body, ics);
      }
      body.throwIfFaulty();
      return new Draft(name, days);
    }

    private SortedMap<LocalDate, String> imported(Body body, String ics) {
      Instant now = clock.instant();
      SortedMap<LocalDate, String> days = new TreeMap<>();
      try {
        computations
            .of(call.tenant())
            .call(() -> read(ics, now))
            .forEach(
                event -> {
                  LocalDate day = event.start().toLocalDate();
                  LocalDate last = event.lastDay();
                  for (; !day.isAfter(last) && days.size() <= MOST_DAYS; day = day.plusDays(1)) {
                    days.putIfAbsent(day, cut(event.summary()));
                  }
                });
      } catch (Fault e) {
        if (e.kind() != Fault.Kind.INVALID) {
          throw e;
        }
        body.fault("/ics", e.detail());
      }
      if (days.size() > MOST_DAYS) {
        body.fault("/ics", "has more than " + MOST_DAYS + " days");
      }
      return days;
    }

    /** Days of holidays are the same everywhere, and each layer has a zone of its own. */
    private static List<CalendarEvent> read(String ics, Instant now) {
      StepBudget steps = new StepBudget(CalendarReader.MOST_STEPS);
      List<CalendarEvent> events = new ArrayList<>();
      try {
        for (Series series : CalendarReader.read(ics, null, ZoneOffset.UTC, now).whole().series()) {
          events.addAll(series.between(now.minus(BACK), now.plus(AHEAD), steps));
        }
      } catch (Unreadable e) {
        throw Fault.invalid("/ics", e.reason());
      } catch (StepBudget.Exhausted e) {
        throw Fault.invalid("/ics", "recurs too often; send a part of its events");
      }
      return events;
    }

    private static String cut(String name) {
      return name.length() <= 200 ? name.replace("\0", "") : name.substring(0, 200);
    }

    private static SortedMap<LocalDate, String> days(Body body) {
      JsonNode list = body.present("days");
      List<Holiday> days = new ArrayList<>();
      if (list == null || !list.isArray() || list.size() > MOST_DAYS) {
        body.fault("/days", "must be a list of at most " + MOST_DAYS + " days");
        return new TreeMap<>();
      }
      for (int i = 0; i < list.size(); i++) {
        Part part = Part.of(list.get(i), "/days/" + i, body::fault);
        if (part == null) {
          continue;
        }
        part.only("day", "name");
        LocalDate day = part.value("day", "a date such as 2026-12-25", LocalDate::parse);
        String name = part.text("name", 200);
        if (day == null) {
          if (!part.has("day")) {
            part.fault("day", "is missing; send a date such as 2026-12-25");
          }
        } else {
          days.add(new Holiday(day, name == null ? "" : name));
        }
      }
      return HolidayRepository.byDay(days);
    }

    @Override
    public Calendar existing(Tx tx, Reference reference) {
      return calendars.existing(tx, reference);
    }

    @Override
    public Calendar insert(Tx tx, UUID id, Draft draft) {
      calendars.insert(tx, id, draft.name, draft.days, clock.instant());
      return again(tx, id);
    }

    @Override
    public Audit.Subject subject(Calendar calendar) {
      return new Audit.Subject("holiday_calendar", calendar.id());
    }

    @Override
    public String location(Calendar made) {
      return "/holiday-calendars/" + made.id();
    }

    @Override
    public @Nullable Calendar update(Tx tx, Calendar before, Draft draft, int version) {
      return calendars.update(tx, before.id(), draft.name, draft.days, version, clock.instant())
          ? again(tx, before.id())
          : null;
    }

    @Override
    public void delete(Tx tx, Calendar there) {
      List<String> using = calendars.usedBy(tx, there.id());
      if (!using.isEmpty()) {
        throw Fault.conflict(
            "the calendar is observed by the schedules "
                + String.join(", ", using)
                + "; take it out of their layers first");
      }
      calendars.delete(tx, there.id(), clock.instant());
    }

    private Calendar again(Tx tx, UUID id) {
      return calendars
          .find(tx, id)
          .orElseThrow(() -> Fault.notFound("there is no holiday calendar " + id));
    }

    @Override
    public @Nullable Fault meaning(String constraint) {
      return constraint.equals("holiday_calendar_name")
          ? Fault.conflict("a holiday calendar with this name exists already; choose another name")
          : null;
    }
  }
}
