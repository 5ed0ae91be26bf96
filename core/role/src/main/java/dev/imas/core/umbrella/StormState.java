package dev.imas.core.umbrella;

import dev.imas.core.model.Severity;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a tenant's storms when incidents change.
 *
 * @param teams by service
 * @param recent by team; those without new incidents and those in a storm are left out
 * @param running the storms that run, by team
 * @param holding the storms that hold incidents, by incident
 */
record StormState(
    StormPolicy policy,
    Map<UUID, Team> teams,
    Map<UUID, Recent> recent,
    Map<UUID, Storm> running,
    Map<UUID, Storm> holding) {

  record Team(UUID id, String name) {}

  /**
   * What alerts have opened within a minute.
   *
   * @param loudest the most severe of it; null if there is none
   */
  record Recent(int opened, @Nullable Severity loudest) {
    static final Recent NOTHING = new Recent(0, null);

    Recent with(Severity another) {
      return new Recent(opened + 1, moreSevere(loudest, another));
    }
  }

  /**
   * @param umbrella the incident that stands for those it holds
   * @param severity of the umbrella
   * @param loudest the most severe of which people were told in it
   */
  record Storm(UUID umbrella, String shortId, Severity severity, Severity loudest) {
    Storm louder(Severity told) {
      return new Storm(umbrella, shortId, severity, moreSevere(loudest, told));
    }
  }

  static Severity moreSevere(@Nullable Severity one, Severity other) {
    return one != null && one.isMoreSevereThan(other) ? one : other;
  }
}
