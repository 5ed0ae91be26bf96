package dev.imas.core.heartbeat;

import dev.imas.core.http.Body;
import dev.imas.core.http.Reference;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.InvalidRuleException;
import dev.imas.core.rule.Matcher;
import dev.imas.core.rule.Operator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request writes of a heartbeat, checked as far as that goes without the database.
 *
 * @param source null: alerts of any source are beats, or pings
 */
record HeartbeatDraft(
    String name,
    Reference service,
    Severity severity,
    BeatsBy by,
    Duration interval,
    Duration grace,
    List<String> matchers,
    @Nullable Reference source,
    int leastPerHour,
    boolean isActive) {

  /** A gateway says every five seconds that it can be reached: shorter is not told from noise. */
  static final Duration SHORTEST = Duration.ofSeconds(30);

  static final Duration LONGEST = Duration.ofDays(366);
  static final Duration USUAL_GRACE = Duration.ofMinutes(1);

  private static final int MOST_MATCHERS = 20;
  private static final int LONGEST_MATCHER = 2_000;
  private static final int MOST_PER_HOUR = 10_000_000;

  HeartbeatDraft {
    matchers = List.copyOf(matchers);
  }

  static HeartbeatDraft read(Body body) {
    body.only(
        "name",
        "service",
        "severity",
        "beats_by",
        "interval",
        "grace",
        "matchers",
        "source",
        "least_per_hour",
        "is_active");
    String name = body.requiredText("name", 200);
    Reference service = body.requiredReference("service");
    Severity severity = body.severity("severity");
    BeatsBy by = by(body);
    Duration interval = interval(body);
    Duration grace = duration(body, "grace", Duration.ZERO);
    List<String> matchers = matchers(body, by);
    String source = body.text("source", 200);
    if (by == BeatsBy.SOURCE && source == null) {
      body.fault("/source", "is missing; name the source that must not fall silent");
    }
    if (by == BeatsBy.PING && source != null) {
      body.fault("/source", "means nothing for pings; leave it out");
    }
    int leastPerHour = leastPerHour(body, by);
    boolean isActive = body.flag("is_active", true);
    body.throwIfFaulty();
    return new HeartbeatDraft(
        name,
        service,
        severity == null ? Severity.SEV2_HIGH : severity,
        by,
        interval,
        grace == null ? USUAL_GRACE : grace,
        matchers,
        source == null ? null : Reference.of(source.strip()),
        leastPerHour,
        isActive);
  }

  private static BeatsBy by(Body body) {
    String text = body.text("beats_by", 10, BeatsBy.PING.wireName());
    for (BeatsBy by : BeatsBy.values()) {
      if (by.wireName().equals(text)) {
        return by;
      }
    }
    body.fault("/beats_by", "must be ping, alert or source");
    return BeatsBy.PING;
  }

  private static Duration interval(Body body) {
    Duration interval = duration(body, "interval", SHORTEST);
    if (interval == null && !body.has("interval")) {
      body.fault("/interval", "is missing; send the longest time between two beats, such as PT24H");
    }
    return interval == null ? SHORTEST : interval;
  }

  /** Null if it is left out or faulty. */
  private static @Nullable Duration duration(Body body, String name, Duration shortest) {
    return body.duration(
        name,
        shortest,
        LONGEST,
        "must be a duration in whole seconds from " + shortest + " to P366D, as PT5M");
  }

  private static List<String> matchers(Body body, BeatsBy by) {
    List<String> given = body.exactTexts("matchers", MOST_MATCHERS, LONGEST_MATCHER);
    List<String> matchers = new ArrayList<>();
    boolean namesOne = false;
    for (int i = 0; i < given.size(); i++) {
      try {
        Matcher matcher = Matcher.parse(given.get(i));
        matchers.add(matcher.toString());
        namesOne |= matcher.operator() == Operator.EQUALS && !matcher.value().isEmpty();
      } catch (InvalidRuleException e) {
        body.fault(
            "/matchers/" + i, "is no matcher such as alertname=\"Watchdog\": " + e.getMessage());
      }
    }
    if (by != BeatsBy.ALERT && !given.isEmpty()) {
      body.fault("/matchers", "are for alerts that are beats; leave them out, or set beats_by");
    } else if (by == BeatsBy.ALERT && !namesOne) {
      body.fault(
          "/matchers", "must hold one that asks for a value, such as alertname=\"Watchdog\"");
    }
    return matchers;
  }

  private static int leastPerHour(Body body, BeatsBy by) {
    int least = body.whole("least_per_hour", 1, MOST_PER_HOUR, 1);
    if (by != BeatsBy.SOURCE && least != 1) {
      body.fault("/least_per_hour", "is for what a source posts; leave it out, or set beats_by");
    }
    return least;
  }
}
