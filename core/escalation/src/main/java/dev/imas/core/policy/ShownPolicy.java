package dev.imas.core.policy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.http.Versioned;
import dev.imas.core.http.Warning;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A policy as the API shows it: with the names of what it names.
 *
 * @param policy with ids
 */
record ShownPolicy(
    @JsonIgnore EscalationPolicy policy,
    UUID id,
    @JsonUnwrapped Definition definition,
    String description,
    boolean isActive,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Warning> warnings,
    int version,
    Instant createdAt,
    Instant updatedAt)
    implements Versioned {

  static ShownPolicy of(PolicyView view, Definition.Shown names, List<Warning> warnings) {
    return new ShownPolicy(
        view.policy(),
        view.policy().id(),
        Definition.of(view.policy(), names),
        view.description(),
        view.isActive(),
        warnings,
        view.version(),
        view.createdAt(),
        view.updatedAt());
  }

  /** A version, as it was. */
  record Version(
      int version, @JsonUnwrapped Definition definition, Instant madeAt, String madeBy) {}
}
