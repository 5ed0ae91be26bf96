package dev.imas.core.imports;

import dev.imas.core.rule.RuleActions;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * When a route tells its receiver, with what it inherits. What the file does not say is as in
 * Alertmanager, but nobody waits for a group unless the file says so: whoever did not ask for it
 * wants the first alert at once.
 *
 * @param groupWait null for none
 */
record RouteTimes(@Nullable Duration groupWait, Duration groupInterval, Duration repeatInterval) {

  private static final RouteTimes USUAL =
      new RouteTimes(null, Duration.ofMinutes(5), Duration.ofHours(4));

  private static final Duration SECOND = Duration.ofSeconds(1);

  /**
   * Reads those of a route. What rules do not allow becomes what is nearest to it, and is reported.
   *
   * @param parent null for the root
   */
  static RouteTimes of(
      Fields route, @Nullable RouteTimes parent, FileFaults faults, ImportReport report) {
    RouteTimes inherited = parent == null ? USUAL : parent;
    Duration wait = read(route, "group_wait", faults);
    Duration interval = read(route, "group_interval", faults);
    Duration repeat = read(route, "repeat_interval", faults);
    notZero(route, "group_interval", interval, faults);
    notZero(route, "repeat_interval", repeat, faults);
    return new RouteTimes(
        wait == null
            ? inherited.groupWait()
            : wait.isZero()
                ? null
                : within(route, "group_wait", wait, SECOND, RuleActions.LONGEST_WAIT, report),
        interval == null
            ? inherited.groupInterval()
            : within(
                route, "group_interval", interval, SECOND, RuleActions.LONGEST_INTERVAL, report),
        repeat == null
            ? inherited.repeatInterval()
            : within(
                route,
                "repeat_interval",
                repeat,
                RuleActions.SHORTEST_REPEAT,
                RuleActions.LONGEST_REPEAT,
                report));
  }

  private static @Nullable Duration read(Fields route, String name, FileFaults faults) {
    String text = route.text(name);
    if (text == null) {
      return null;
    }
    Duration read = Durations.read(text).orElse(null);
    if (read == null) {
      faults.add(route.line(), route.path(name), "is no duration such as 30s, 5m or 1h30m");
    }
    return read;
  }

  private static void notZero(
      Fields route, String name, @Nullable Duration read, FileFaults faults) {
    if (read != null && read.isZero()) {
      faults.add(route.line(), route.path(name), "must not be zero");
    }
  }

  private static Duration within(
      Fields route,
      String name,
      Duration wanted,
      Duration shortest,
      Duration longest,
      ImportReport report) {
    Duration whole = wanted.truncatedTo(ChronoUnit.SECONDS);
    Duration nearest =
        whole.compareTo(shortest) < 0 ? shortest : whole.compareTo(longest) > 0 ? longest : whole;
    if (nearest.equals(wanted)) {
      report.carried(route.path(name), "is the " + name + " of its rules: " + nearest);
    } else {
      report.changed(
          route.path(name),
          "is " + nearest + " in its rules, which is the nearest that they allow");
    }
    return nearest;
  }

  /** {@code group_wait} as a rule says it; null for none. */
  @Nullable String waits() {
    return groupWait == null ? null : groupWait.toString();
  }
}
