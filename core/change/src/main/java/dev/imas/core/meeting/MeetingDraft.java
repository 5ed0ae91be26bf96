package dev.imas.core.meeting;

import dev.imas.core.http.Body;
import dev.imas.core.http.Reference;
import dev.imas.core.ical.CalendarRecurrence;
import dev.imas.core.planned.Occurrence;
import dev.imas.core.planned.PlannedTimes;
import dev.imas.core.planned.PlannedTimesReader;
import dev.imas.core.platform.Computations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request writes of a meeting, checked as far as that goes without the database.
 *
 * @param team null: nobody's in particular
 * @param participants who is reminded
 */
record MeetingDraft(
    String title,
    String description,
    MeetingKind kind,
    PlannedTimes times,
    @Nullable Reference team,
    List<Reference> participants,
    String link,
    List<String> tags,
    List<Duration> remindBefore) {

  static final int LONGEST_TITLE = 255;
  static final int LONGEST_DESCRIPTION = 2_000;
  private static final int MOST_PARTICIPANTS = 100;
  private static final int MOST_TAGS = 20;
  private static final int MOST_REMINDERS = 3;
  private static final Duration EARLIEST_REMINDER = Duration.ofDays(7);
  private static final Duration LATEST_REMINDER = Duration.ofMinutes(1);

  /** One that lasts longer is no meeting, and its times would cover each other. */
  static final Duration LONGEST = Duration.ofDays(7);

  private static final Pattern LINK = Pattern.compile("https?://\\S+");

  MeetingDraft {
    participants = List.copyOf(participants);
    tags = List.copyOf(tags);
    remindBefore = List.copyOf(remindBefore);
  }

  /**
   * @param computations where a recurrence is looked at
   * @param isNew whether its start must be one of its times; that of a series that is changed is
   *     looked at when it is known where it is cut
   * @throws dev.imas.core.platform.Fault INVALID with all faults
   */
  static MeetingDraft read(Body body, Computations.Share computations, boolean isNew) {
    body.only(
        "title",
        "kind",
        "description",
        "starts_at",
        "duration",
        "time_zone",
        "recurrence",
        "except",
        "team",
        "participants",
        "link",
        "tags",
        "remind_before");
    PlannedTimes times = PlannedTimesReader.withLength(body, computations);
    checkLength(body, "duration", times.length());
    if (isNew) {
      checkStart(body, times, computations);
    }
    String link = body.text("link", 2_000, "").strip();
    if (!link.isEmpty() && !LINK.matcher(link).matches()) {
      body.fault("/link", "must be an http or https URL");
    }
    MeetingDraft draft =
        new MeetingDraft(
            body.requiredText("title", LONGEST_TITLE).strip(),
            body.text("description", LONGEST_DESCRIPTION, "").strip(),
            kind(body),
            times,
            body.reference("team"),
            body.texts("participants", MOST_PARTICIPANTS, 200).stream()
                .map(text -> Reference.of(text.strip()))
                .toList(),
            link,
            body.texts("tags", MOST_TAGS, 50).stream().map(String::strip).distinct().toList(),
            reminders(body));
    body.throwIfFaulty();
    return draft;
  }

  static void checkLength(Body body, String member, Duration length) {
    if (length.compareTo(LONGEST) > 0) {
      body.fault("/" + member, "must be at most 7 days (P7D)");
    }
  }

  private static void checkStart(Body body, PlannedTimes times, Computations.Share computations) {
    CalendarRecurrence rule = times.recurrence();
    LocalDateTime start = times.start();
    if (rule == null || start.equals(LocalDateTime.MIN)) {
      return;
    }
    LocalDateTime first =
        computations.call(
            () -> times.leavingOut(Set.of()).next(start).map(Occurrence::local).orElse(null));
    if (!start.equals(first)) {
      body.fault("/starts_at", unmatched(first));
    }
  }

  /**
   * @param first the first time of the rule; null: it has none
   */
  static String unmatched(@Nullable LocalDateTime first) {
    return "is no time of the recurrence"
        + (first == null ? "; choose another one" : "; its first one is " + first);
  }

  private static MeetingKind kind(Body body) {
    String word = body.text("kind", 40);
    if (word == null) {
      return MeetingKind.OTHER;
    }
    return MeetingKind.parse(word)
        .orElseGet(
            () -> {
              body.fault("/kind", "must be one of " + MeetingKind.WORDS);
              return MeetingKind.OTHER;
            });
  }

  private static List<Duration> reminders(Body body) {
    List<Duration> read = new ArrayList<>();
    List<String> texts = body.texts("remind_before", MOST_REMINDERS, 40);
    for (int i = 0; i < texts.size(); i++) {
      Duration before = duration(texts.get(i));
      if (before == null
          || before.compareTo(LATEST_REMINDER) < 0
          || before.compareTo(EARLIEST_REMINDER) > 0
          || before.getNano() != 0) {
        body.fault("/remind_before/" + i, "must be a duration from PT1M to P7D, such as PT15M");
      } else {
        read.add(before);
      }
    }
    return read.stream().distinct().sorted().toList();
  }

  private static @Nullable Duration duration(String text) {
    try {
      return Duration.parse(text.strip());
    } catch (DateTimeException e) {
      return null;
    }
  }
}
