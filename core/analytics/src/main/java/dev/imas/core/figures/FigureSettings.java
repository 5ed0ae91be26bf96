package dev.imas.core.figures;

import dev.imas.core.http.Body;
import dev.imas.core.http.Versioned;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant aims at (INC-31), and whether it shows figures of persons (MNT-30). A target that
 * is null is none. Pure.
 *
 * @param openSevereIncidents fewer open SEV1 and SEV2 than this
 */
record FigureSettings(
    boolean byPerson,
    @Nullable Integer openSevereIncidents,
    @Nullable Integer meanTimeToResolveSeconds,
    @Nullable Integer medianTimeToAcknowledgeSeconds,
    @Nullable Integer medianTimeToResolveSeconds,
    int version)
    implements Versioned {

  /** Until somebody changes them. */
  static final FigureSettings USUAL = new FigureSettings(false, 5, 21_600, null, null, 1);

  private static final int MOST_INCIDENTS = 100_000;
  private static final int MOST_SECONDS = 365 * 86_400;

  static FigureSettings read(Body body) {
    body.only(
        "by_person",
        "open_severe_incidents",
        "mean_time_to_resolve_seconds",
        "median_time_to_acknowledge_seconds",
        "median_time_to_resolve_seconds",
        "version");
    FigureSettings read =
        new FigureSettings(
            body.flag("by_person", false),
            body.whole("open_severe_incidents", 1, MOST_INCIDENTS),
            body.whole("mean_time_to_resolve_seconds", 1, MOST_SECONDS),
            body.whole("median_time_to_acknowledge_seconds", 1, MOST_SECONDS),
            body.whole("median_time_to_resolve_seconds", 1, MOST_SECONDS),
            1);
    body.throwIfFaulty();
    return read;
  }
}
