package dev.imas.core.storm;

import dev.imas.core.model.Severity;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a tenant's storms when incidents change.
 *
 * @param teams by service
 * @param scopes whose storm each new incident may be part of, by incident; those of no team are
 *     left out
 * @param names of escalation policies, by id
 * @param recent those without new incidents are left out, and those in a storm may be
 * @param running the storms that run
 * @param holding the storms that hold incidents, by incident
 */
record StormState(
    StormPolicy policy,
    Map<UUID, Team> teams,
    Map<UUID, Scope> scopes,
    Map<String, String> names,
    Map<Scope, Recent> recent,
    Map<Scope, Storm> running,
    Map<UUID, Storm> holding) {

  record Team(UUID id, String name) {}

  /**
   * Whose storm it is: that of a team's services, as far as their incidents follow one escalation
   * policy. So the umbrella calls whom each of its incidents would have called.
   *
   * @param policy the id of the policy that is chosen; empty for none
   */
  record Scope(UUID team, String policy) {}

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
   * @param isOver whether it has ended: what it holds stays held, and what comes back is told
   */
  record Storm(UUID umbrella, String shortId, Severity severity, Severity loudest, boolean isOver) {

    /** One that runs. */
    Storm(UUID umbrella, String shortId, Severity severity, Severity loudest) {
      this(umbrella, shortId, severity, loudest, false);
    }

    /** The same after its end. */
    Storm over() {
      return new Storm(umbrella, shortId, severity, loudest, true);
    }

    Storm louder(Severity told) {
      return new Storm(umbrella, shortId, severity, moreSevere(loudest, told), isOver);
    }
  }

  static Severity moreSevere(@Nullable Severity one, Severity other) {
    return one != null && one.isMoreSevereThan(other) ? one : other;
  }
}
