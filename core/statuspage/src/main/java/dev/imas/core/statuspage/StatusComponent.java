package dev.imas.core.statuspage;

import dev.imas.core.http.Body;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Versioned;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A part of what a tenant offers, as the status page names it.
 *
 * @param group under which the page lists it; empty for none
 * @param position lower ones come first
 * @param state as a person has set it; incidents and maintenance can only make it worse
 * @param service whose incidents propose it; null for none
 * @param scope the same for an impact scope
 * @param probe how it is measured; null if it is not
 */
record StatusComponent(
    UUID id,
    String name,
    String group,
    String description,
    int position,
    String state,
    @Nullable Named service,
    @Nullable Named scope,
    @Nullable StatusProbe probe,
    Instant createdAt,
    Instant updatedAt,
    int version)
    implements Versioned {

  record Named(UUID id, String name) {}

  /**
   * What a request writes of one.
   *
   * @param state null to leave it as it is
   */
  record Draft(
      String name,
      String group,
      String description,
      int position,
      @Nullable String state,
      @Nullable Reference service,
      @Nullable Reference scope,
      @Nullable StatusProbe probe) {

    static Draft read(Body body) {
      body.only("name", "group", "description", "position", "state", "service", "scope", "probe");
      return of(body);
    }

    /** Without the state, which is no configuration. */
    static Draft readConfigured(Body body) {
      body.only("name", "group", "description", "position", "service", "scope", "probe");
      return of(body);
    }

    private static Draft of(Body body) {
      String state = PublicTexts.oneOf(body, "state", ComponentState.names());
      Draft draft =
          new Draft(
              PublicTexts.requiredLine(body, "name", 100),
              PublicTexts.line(body, "group", 100),
              PublicTexts.lines(body, "description", 1_000),
              body.whole("position", 0, 10_000, 0),
              state,
              reference(body, "service"),
              reference(body, "scope"),
              StatusProbe.read(body));
      body.throwIfFaulty();
      return draft;
    }

    private static @Nullable Reference reference(Body body, String name) {
      String text = body.text(name, 200);
      return text == null || text.isBlank() ? null : Reference.of(text.strip());
    }
  }
}
