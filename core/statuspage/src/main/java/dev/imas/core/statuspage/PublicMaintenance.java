package dev.imas.core.statuspage;

import dev.imas.core.http.Body;
import dev.imas.core.http.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Maintenance that the public is told of.
 *
 * @param endsAt not included
 * @param components those that it concerns, by name
 */
record PublicMaintenance(
    UUID id,
    String title,
    String message,
    Instant startsAt,
    Instant endsAt,
    List<StatusComponent.Named> components,
    Instant createdAt,
    Instant updatedAt,
    int version)
    implements Versioned {

  PublicMaintenance {
    components = List.copyOf(components);
  }

  /** What a request writes of one; components are ids or names. */
  record Draft(
      String title, String message, Instant startsAt, Instant endsAt, List<String> components) {

    private static final Duration LONGEST = Duration.ofDays(92);

    Draft {
      components = List.copyOf(components);
    }

    static Draft read(Body body) {
      body.only("title", "message", "starts_at", "ends_at", "components");
      String title = PublicTexts.requiredLine(body, "title", 200);
      String message = PublicTexts.lines(body, "message", 5_000);
      Instant starts = required(body, "starts_at");
      Instant ends = required(body, "ends_at");
      List<String> components = body.texts("components", 200, 200);
      body.throwIfFaulty();
      if (!ends.isAfter(starts)) {
        body.fault("/ends_at", "must be after starts_at");
      } else if (Duration.between(starts, ends).compareTo(LONGEST) > 0) {
        body.fault("/ends_at", "is more than 92 days after starts_at; enter it in parts");
      }
      body.throwIfFaulty();
      return new Draft(title, message, starts, ends, components);
    }

    private static Instant required(Body body, String name) {
      Instant at = body.time(name);
      if (at == null && body.present(name) == null) {
        body.fault("/" + name, "is missing; send a time such as 2026-01-02T03:04:05Z");
      }
      return at == null ? Instant.EPOCH : at;
    }
  }
}
