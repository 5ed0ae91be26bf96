package dev.imas.core.umbrella;

import dev.imas.core.incident.OpeningAlert;
import dev.imas.core.model.Severity;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a tenant's storms when incidents change.
 *
 * @param teams by service
 * @param recent those without new incidents are left out, and those in a storm may be
 * @param running the storms that run
 * @param holding the storms that hold incidents, by incident
 */
record StormState(
    StormPolicy policy,
    Map<UUID, Team> teams,
    Map<Scope, Recent> recent,
    Map<Scope, Storm> running,
    Map<UUID, Storm> holding) {

  /**
   * @param follows the escalation policy that the service names; empty for none
   */
  record Team(UUID id, String name, String follows) {}

  /**
   * Whose storm it is: that of a team's services, and apart from them of those for which a policy
   * is named, since it may call other people.
   *
   * @param follows the policy that a rule or the service names; empty for none
   */
  record Scope(UUID team, String follows) {

    static Scope of(Team team, @Nullable OpeningAlert alert) {
      String named = alert == null ? null : alert.actions().escalationPolicy();
      return new Scope(team.id(), named == null ? team.follows() : named.toLowerCase(Locale.ROOT));
    }
  }

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
