package dev.imas.core.silence;

import dev.imas.core.http.Body;
import dev.imas.core.rule.Matcher;
import dev.imas.core.suppression.SilenceText;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request writes of a silence.
 *
 * @param startsAt null if it is left out
 * @param endsAt null if the length is given instead
 * @param length null if the end is given instead; counts from the start, or from now once it has
 *     begun
 * @param createdBy null if it is left out
 */
record SilenceDraft(
    List<Matcher> matchers,
    @Nullable Instant startsAt,
    @Nullable Instant endsAt,
    @Nullable Duration length,
    boolean endsWithAlerts,
    String comment,
    @Nullable String createdBy) {

  /** Times are at most this far from now. */
  private static final Duration FAR = Duration.ofDays(3_660);

  SilenceDraft {
    matchers = List.copyOf(matchers);
  }

  /**
   * @throws dev.imas.core.platform.Fault INVALID with all faults
   */
  static SilenceDraft read(Body body, Instant now) {
    body.only(
        "matchers",
        "starts_at",
        "ends_at",
        "duration",
        "ends_with_alerts",
        "comment",
        "created_by");
    SilenceDraft draft =
        new SilenceDraft(
            MatcherTexts.read(body, "matchers"),
            time(body, "starts_at", now),
            time(body, "ends_at", now),
            length(body),
            body.flag("ends_with_alerts", false),
            body.requiredText("comment", SilenceText.LONGEST_COMMENT),
            createdBy(body));
    if ((body.present("ends_at") == null) == (body.present("duration") == null)) {
      body.fault("/ends_at", "is the end: send either ends_at or duration, such as PT2H");
    }
    body.throwIfFaulty();
    draft.span(now, now, body);
    body.throwIfFaulty();
    return draft;
  }

  private static @Nullable Instant time(Body body, String member, Instant now) {
    Instant time = body.time(member);
    if (time != null && Duration.between(now, time).abs().compareTo(FAR) > 0) {
      body.fault("/" + member, "is more than ten years from now");
      return null;
    }
    return time;
  }

  private static @Nullable Duration length(Body body) {
    String text = body.text("duration", 40);
    if (text == null) {
      return null;
    }
    try {
      Duration length = Duration.parse(text);
      if (length.isPositive() && length.compareTo(FAR) <= 0) {
        return length;
      }
    } catch (DateTimeParseException e) {
      // as below
    }
    body.fault("/duration", "must be a duration of at most ten years, such as PT2H or P1D");
    return null;
  }

  private static @Nullable String createdBy(Body body) {
    String text = body.text("created_by", SilenceText.LONGEST_AUTHOR);
    return text == null || text.isBlank() ? null : text.strip();
  }

  /** From when until when. */
  record Span(Instant startsAt, Instant endsAt) {

    /** How long it hides alerts from now on. */
    Duration length(Instant now) {
      return Duration.between(startsAt.isAfter(now) ? startsAt : now, endsAt);
    }
  }

  /**
   * @param otherwise the start if none is given
   * @param body gets a fault if the end is not after the start, or past
   */
  Span span(Instant now, Instant otherwise, Body body) {
    Instant starts = startsAt == null ? otherwise : startsAt;
    Instant begins = starts.isAfter(now) ? starts : now;
    Instant ends = length == null ? endsAt : begins.plus(length);
    if (ends == null) {
      throw new IllegalStateException("a draft without faults has an end");
    }
    if (!ends.isAfter(now)) {
      body.fault("/ends_at", "is past");
    } else if (!ends.isAfter(starts)) {
      body.fault("/ends_at", "must be after the start");
    }
    return new Span(starts, ends);
  }
}
