package dev.imas.core.summary;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A summary in words. It is told also when nothing has happened, so that silence means a fault.
 * Pure.
 */
final class SummaryWords {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private SummaryWords() {}

  static String title(SummaryKind kind, Figures figures) {
    String of = kind == SummaryKind.DAILY ? "Daily summary: " : "Weekly summary: ";
    return figures.created() == 0 && figures.resolved() == 0
        ? of + "nothing has happened" + (figures.open() == 0 ? "" : "; " + figures.open() + " open")
        : of
            + figures.created()
            + " opened, "
            + figures.resolved()
            + " resolved, "
            + figures.open()
            + " open";
  }

  static String text(SummaryKind.Period period, ZoneId zone, Figures figures) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "From " + at(period.from(), zone) + " to " + at(period.until(), zone) + " (" + zone + ")");
    lines.add("Opened: " + figures.created() + bySeverity(figures.bySeverity()));
    lines.add("Resolved: " + figures.resolved());
    lines.add(
        "Open now: "
            + figures.open()
            + (figures.unacknowledged() == 0
                ? ""
                : ", of them " + figures.unacknowledged() + " that nobody has acknowledged"));
    lines.add("Mean time to acknowledge: " + inWords(figures.mtta()));
    lines.add("Mean time to resolve: " + inWords(figures.mttr()));
    if (!figures.services().isEmpty()) {
      lines.add(
          "Most incidents: "
              + figures.services().stream()
                  .map(busy -> busy.service() + " " + busy.incidents())
                  .collect(Collectors.joining(", ")));
    }
    return String.join("\n", lines);
  }

  private static String at(Instant moment, ZoneId zone) {
    return TIME.format(moment.atZone(zone));
  }

  private static String bySeverity(List<Long> counts) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      if (counts.get(i) > 0) {
        parts.add(counts.get(i) + " SEV" + (i + 1));
      }
    }
    return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
  }

  private static String inWords(Optional<Duration> mean) {
    if (mean.isEmpty()) {
      return "none";
    }
    Duration time = mean.get();
    if (time.compareTo(Duration.ofMinutes(1)) < 0) {
      return time.toSeconds() + " s";
    }
    return time.toHours() == 0
        ? time.toMinutes() + " min"
        : time.toHours() + " h " + time.toMinutesPart() + " min";
  }
}
