package dev.imas.core.figures;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imas.core.access.Permission;
import dev.imas.core.figures.AlertRateRepository.Counts;
import dev.imas.core.figures.Asking.Wanted;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Tx;
import dev.imas.core.source.SourceRepository;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /metrics/alerts}: how fast alerts come, and what becomes of them. */
final class AlertRateRoutes {

  private static final Duration USUAL = Duration.ofHours(1);

  /** How alerts are counted: the ledger has minutes, and a day of them is what one answer holds. */
  private enum Every {
    MINUTE(Granularity.MINUTE, Duration.ofDays(1)),
    HOUR(Granularity.HOUR, Duration.ofDays(7));

    private final Granularity granularity;
    private final Duration longest;

    Every(Granularity granularity, Duration longest) {
      this.granularity = granularity;
      this.longest = longest;
    }
  }

  private final Asking asking;
  private final AlertRateRepository alerts = new AlertRateRepository();
  private final SourceRepository sources = new SourceRepository();

  AlertRateRoutes(Asking asking) {
    this.asking = asking;
  }

  void mount(Api api) {
    api.get("/metrics/alerts", Permission.LEDGER_READ, this::rate);
  }

  record Interval(Instant from, Instant to, @JsonUnwrapped Counts counts) {}

  /**
   * @param total accepted alerts
   * @param deduplicatedShare the part of them that only repeated, from 0 to 1; null without any
   */
  record AlertRate(
      Instant from,
      Instant to,
      String timeZone,
      @Nullable Instant completeSince,
      boolean complete,
      String granularity,
      long total,
      @Nullable Double deduplicatedShare,
      List<Interval> items) {}

  private Answer rate(Call call) {
    Query query = call.query("period", "start_date", "end_date", "source", "granularity");
    SpanQuery time = SpanQuery.read(query, 1);
    boolean isUsual = query.text("period") == null && time.start() == null;
    Every every =
        Objects.requireNonNull(
            FiguresRoutes.choice(query, "granularity", Every.class, Every.MINUTE));
    Reference source = query.reference("source");
    return Answer.ok(
        asking.about(
            call,
            time,
            Wanted.ALL,
            "minutes of the ledger",
            (tx, of) -> {
              Span span = whole(of.span(), isUsual);
              SpanQuery.refuseLonger(
                  span, every.longest, " for intervals of a " + FiguresRoutes.word(every));
              UUID id =
                  source == null ? null : source.orNothing(sources.findId(tx, source).await());
              return rate(tx, span, every, id);
            }));
  }

  /** Whole minutes, since the ledger has no less. */
  private static Span whole(Span span, boolean isUsual) {
    Instant from = isUsual ? span.to().minus(USUAL) : span.from();
    return new Span(from.truncatedTo(ChronoUnit.MINUTES), span.to(), span.zone());
  }

  private AlertRate rate(Tx tx, Span span, Every every, @Nullable UUID source) {
    List<Instant> starts = span.starts(every.granularity);
    Map<Integer, Counts> counts = alerts.counts(tx, span, source, starts);
    List<Interval> items = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      items.add(
          new Interval(
              starts.get(i),
              i + 1 < starts.size() ? starts.get(i + 1) : span.to(),
              counts.getOrDefault(i, Counts.NONE)));
    }
    long accepted = counts.values().stream().mapToLong(Counts::accepted).sum();
    long repeats = counts.values().stream().mapToLong(Counts::deduplicated).sum();
    Kept kept = Kept.of(span, alerts.removedBefore(tx, source));
    return new AlertRate(
        span.from(),
        span.to(),
        span.zone().getId(),
        kept.completeSince(),
        kept.complete(),
        FiguresRoutes.word(every),
        accepted,
        accepted == 0 ? null : Math.round(1000.0 * repeats / accepted) / 1000.0,
        items);
  }
}
