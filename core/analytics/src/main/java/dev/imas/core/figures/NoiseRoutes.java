package dev.imas.core.figures;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imas.core.access.Permission;
import dev.imas.core.figures.Asking.Wanted;
import dev.imas.core.figures.FigureNameRepository.OwnedService;
import dev.imas.core.figures.NoiseRepository.Noise;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Query;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /metrics/noise}: which services call people for little. */
final class NoiseRoutes {

  private static final int USUAL_DAYS = 30;
  private static final int USUAL_SERVICES = 10;
  private static final int MOST_SERVICES = 500;

  private final Asking asking;
  private final FiguresRepository figures = new FiguresRepository();
  private final FigureNameRepository names = new FigureNameRepository();
  private final NoiseRepository noise = new NoiseRepository();

  NoiseRoutes(Asking asking) {
    this.asking = asking;
  }

  void mount(Api api) {
    api.get("/metrics/noise", Permission.INCIDENT_READ, this::noise);
  }

  /**
   * @param alertsPerIncident null without incidents, as its like
   * @param unacknowledgedShare of those that are resolved
   */
  record Shown(
      @JsonUnwrapped Noise noise,
      @Nullable Double alertsPerIncident,
      @Nullable Double unacknowledgedShare) {

    static Shown of(Noise noise) {
      return new Shown(
          noise,
          ratio(noise.alerts(), noise.incidents()),
          ratio(noise.unacknowledged(), noise.resolved()));
    }

    private static @Nullable Double ratio(long part, long whole) {
      return whole == 0 ? null : Math.round(1000.0 * part / whole) / 1000.0;
    }
  }

  record OfService(
      FigureNameRepository.Named service,
      FigureNameRepository.Named team,
      @JsonUnwrapped Shown shown) {}

  /**
   * @param total of all services, also of those that are not shown
   */
  record Answered(
      Instant from,
      Instant to,
      String timeZone,
      @Nullable Instant completeSince,
      boolean complete,
      Shown total,
      List<OfService> items) {}

  private Answer noise(Call call) {
    Query query = call.query("period", "start_date", "end_date", "service", "team", "limit");
    SpanQuery time = SpanQuery.read(query, USUAL_DAYS);
    int most = FiguresRoutes.limit(query, USUAL_SERVICES, MOST_SERVICES);
    return Answer.ok(
        asking.about(
            call,
            time,
            Wanted.owners(query),
            FiguresRoutes.ROWS,
            (tx, of) -> answered(tx, of, most)));
  }

  private Answered answered(Tx tx, Selection of, int most) {
    Map<UUID, Noise> found = noise.ofServices(tx, of);
    Map<UUID, OwnedService> services =
        found.isEmpty() ? Map.of() : names.services(tx, found.keySet());
    Kept kept = Kept.of(of.span(), figures.removedBefore(tx, Kept.INCIDENTS));
    return new Answered(
        of.span().from(),
        of.span().to(),
        of.span().zone().getId(),
        kept.completeSince(),
        kept.complete(),
        Shown.of(found.values().stream().reduce(Noise.NONE, Noise::plus)),
        found.entrySet().stream()
            .map(
                one ->
                    of(
                        services.getOrDefault(one.getKey(), OwnedService.gone(one.getKey())),
                        one.getValue()))
            .sorted(
                Comparator.comparingLong((OfService one) -> -one.shown.noise.unacknowledged())
                    .thenComparingLong(one -> -one.shown.noise.incidents())
                    .thenComparing(one -> one.service.name()))
            .limit(most)
            .toList());
  }

  private static OfService of(OwnedService service, Noise noise) {
    return new OfService(service.service(), service.team(), Shown.of(noise));
  }
}
