package dev.imas.core.summary;

import dev.imas.core.bus.Saying;
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

  static Saying title(SummaryKind kind, SummaryFigures figures) {
    Saying of = Saying.of("summary." + kind.wireName());
    if (figures.created() > 0 || figures.resolved() > 0) {
      return of.and("summary.figures", figures.created(), figures.resolved(), figures.open());
    }
    // A month has deployments to tell of, too.
    Saying nothing =
        of.and(kind == SummaryKind.MONTHLY ? "summary.no_incidents" : "summary.nothing");
    return figures.open() == 0 ? nothing : nothing.and("summary.open", figures.open());
  }

  static Saying text(SummaryKind.Period period, ZoneId zone, SummaryFigures figures) {
    Saying open = Saying.of("summary.open_now", figures.open());
    Saying text =
        Saying.of("summary.period", at(period.from(), zone), at(period.until(), zone), zone)
            .line(Saying.of("summary.opened", figures.created() + bySeverity(figures.bySeverity())))
            .line(Saying.of("summary.resolved", figures.resolved()))
            .line(
                figures.unacknowledged() == 0
                    ? open
                    : open.and("summary.unacknowledged", figures.unacknowledged()))
            .line(mean("summary.mtta", figures.mtta()))
            .line(mean("summary.mttr", figures.mttr()));
    if (figures.services().isEmpty()) {
      return text;
    }
    return text.line(
        Saying.of(
            "summary.most",
            figures.services().stream()
                .map(busy -> busy.service() + " " + busy.incidents())
                .collect(Collectors.joining(", "))));
  }

  private static Saying mean(String code, Optional<Duration> mean) {
    return mean.map(time -> Saying.of(code, inWords(time)))
        .orElseGet(() -> Saying.of(code + ".none"));
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

  private static String inWords(Duration time) {
    if (time.compareTo(Duration.ofMinutes(1)) < 0) {
      return time.toSeconds() + " s";
    }
    return time.toHours() == 0
        ? time.toMinutes() + " min"
        : time.toHours() + " h " + time.toMinutesPart() + " min";
  }
}
