package dev.imas.core.gate;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.model.EnvironmentTier;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the gate, with its names resolved.
 *
 * @param team that owns the service
 * @param tier of the environment
 * @param sha empty: the pipeline does not say it
 * @param incidents that the deployment is to mend
 * @param at when it was asked
 * @param window that the pipeline named; null: none
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record GateQuestion(
    Named service,
    Named team,
    String environment,
    EnvironmentTier tier,
    String sha,
    List<UUID> incidents,
    Instant at,
    @Nullable UUID window) {

  GateQuestion {
    incidents = List.copyOf(incidents);
  }

  record Named(UUID id, String name) {}

  boolean isProduction() {
    return tier == EnvironmentTier.PRODUCTION;
  }
}
