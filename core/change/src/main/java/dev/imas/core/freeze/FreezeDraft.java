package dev.imas.core.freeze;

import dev.imas.core.http.Body;
import dev.imas.core.http.Reference;
import dev.imas.core.model.EnvironmentTier;
import dev.imas.core.planned.PlannedTimes;
import dev.imas.core.planned.PlannedTimesReader;
import dev.imas.core.platform.Computations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a request writes of a freeze, checked as far as that goes without the database.
 *
 * @param tiers of environments in which it forbids deployments
 * @param environments in which it forbids them whatever their tier
 * @param services whose deployments it forbids, besides those of the teams; both empty: of all
 * @param exceptServices whose deployments it does not forbid
 * @param exceptRepositories from which may be deployed all the same
 * @param observes whether it only records what it would forbid
 * @param emergencies whether a deployment may start that names an open SEV1 or SEV2
 */
record FreezeDraft(
    String name,
    String description,
    PlannedTimes times,
    List<EnvironmentTier> tiers,
    List<Reference> environments,
    List<Reference> services,
    List<Reference> teams,
    List<Reference> exceptServices,
    List<Reference> exceptRepositories,
    boolean observes,
    boolean emergencies,
    boolean isActive) {

  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_DESCRIPTION = 2_000;
  private static final int LONGEST_REFERENCE = 200;
  private static final int MOST = 100;

  static final String TIERS =
      Arrays.stream(EnvironmentTier.values())
          .map(EnvironmentTier::wireName)
          .collect(Collectors.joining(", "));

  FreezeDraft {
    tiers = List.copyOf(tiers);
    environments = List.copyOf(environments);
    services = List.copyOf(services);
    teams = List.copyOf(teams);
    exceptServices = List.copyOf(exceptServices);
    exceptRepositories = List.copyOf(exceptRepositories);
  }

  boolean isLimited() {
    return !services.isEmpty() || !teams.isEmpty();
  }

  /**
   * @param computations where a recurrence is looked at
   * @throws dev.imas.core.platform.Fault INVALID with all faults
   */
  static FreezeDraft read(Body body, Computations.Share computations) {
    body.only(
        "name",
        "description",
        "starts_at",
        "ends_at",
        "time_zone",
        "recurrence",
        "except",
        "tiers",
        "environments",
        "services",
        "teams",
        "except_services",
        "except_repositories",
        "observes",
        "emergencies",
        "is_active");
    List<Reference> environments = references(body, "environments");
    FreezeDraft draft =
        new FreezeDraft(
            body.requiredText("name", LONGEST_NAME).strip(),
            body.text("description", LONGEST_DESCRIPTION, "").strip(),
            PlannedTimesReader.withEnd(body, computations),
            tiers(body, environments.isEmpty()),
            environments,
            references(body, "services"),
            references(body, "teams"),
            references(body, "except_services"),
            references(body, "except_repositories"),
            body.flag("observes", false),
            body.flag("emergencies", true),
            body.flag("is_active", true));
    body.throwIfFaulty();
    return draft;
  }

  private static List<Reference> references(Body body, String member) {
    return body.texts(member, MOST, LONGEST_REFERENCE).stream()
        .map(text -> Reference.of(text.strip()))
        .toList();
  }

  /**
   * @param isAlone whether tiers alone say where it is in force
   */
  private static List<EnvironmentTier> tiers(Body body, boolean isAlone) {
    if (!body.has("tiers")) {
      return List.of(EnvironmentTier.PRODUCTION);
    }
    List<EnvironmentTier> tiers = new ArrayList<>();
    List<String> words = body.texts("tiers", EnvironmentTier.values().length, 20);
    for (int i = 0; i < words.size(); i++) {
      String pointer = "/tiers/" + i;
      EnvironmentTier.parse(words.get(i))
          .ifPresentOrElse(tiers::add, () -> body.fault(pointer, "must be one of " + TIERS));
    }
    if (words.isEmpty() && isAlone) {
      body.fault("/tiers", "or /environments must say where nothing may be deployed");
    }
    return tiers.stream().distinct().sorted().toList();
  }
}
