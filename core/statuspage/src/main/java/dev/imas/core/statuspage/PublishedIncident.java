package dev.imas.core.statuspage;

import dev.imas.core.http.Body;
import dev.imas.core.http.Versioned;
import dev.imas.core.stakeholder.UpdateStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An incident as the public is told of it, in words that a person has typed.
 *
 * @param incident the one that it is about; null for none, or if its time is past
 * @param impact what it makes of its components
 * @param state that of the newest update
 * @param updates oldest first
 */
record PublishedIncident(
    UUID id,
    @Nullable UUID incident,
    String title,
    String impact,
    String state,
    List<StatusComponent.Named> components,
    List<Update> updates,
    Instant startedAt,
    @Nullable Instant resolvedAt,
    Instant createdAt,
    Instant updatedAt,
    int version)
    implements Versioned {

  /** At most so many updates of one incident. */
  static final int MOST_UPDATES = 200;

  PublishedIncident {
    components = List.copyOf(components);
    updates = List.copyOf(updates);
  }

  /**
   * @param author who wrote it; the public does not see it
   */
  record Update(String state, String message, String author, Instant at) {}

  /**
   * What a request writes of one, besides its updates.
   *
   * @param components ids or names; null to take those that are bound to the incident
   * @param startedAt null for now, or for what it was
   */
  record Draft(
      String title, String impact, @Nullable List<String> components, @Nullable Instant startedAt) {

    static Draft read(Body body) {
      String impact = PublicTexts.oneOf(body, "impact", ComponentState.names());
      List<String> components = body.texts("components", 200, 200);
      return new Draft(
          PublicTexts.requiredLine(body, "title", 200),
          impact == null ? ComponentState.DEGRADED.wireName() : impact,
          body.present("components") == null ? null : components,
          body.time("started_at"));
    }
  }

  /** An update that a request adds. */
  record Said(String state, String message) {

    static Said read(Body body, UpdateStatus otherwise) {
      String state = PublicTexts.oneOf(body, "state", UpdateStatus.names());
      return new Said(
          state == null ? otherwise.wireName() : state,
          PublicTexts.requiredLines(body, "message", 5_000));
    }

    boolean isEnd() {
      return state.equals(UpdateStatus.RESOLVED.wireName());
    }
  }
}
