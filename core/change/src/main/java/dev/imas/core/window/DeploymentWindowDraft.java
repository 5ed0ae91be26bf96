package dev.imas.core.window;

import dev.imas.core.http.Body;
import dev.imas.core.http.Reference;
import dev.imas.core.planned.PlannedTimes;
import dev.imas.core.planned.PlannedTimesReader;
import dev.imas.core.platform.Computations;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request writes of a deployment window, checked as far as that goes without the database.
 *
 * @param sha empty: nobody has said it
 * @param checklist what is to be ticked before it starts
 * @param incident that the deployment is to mend; null: none
 * @param mutes whether alerts of its services are muted while it is in progress
 */
record DeploymentWindowDraft(
    String title,
    String description,
    PlannedTimes times,
    Reference environment,
    List<Reference> services,
    String sha,
    String rollbackPlan,
    List<String> checklist,
    @Nullable String incident,
    boolean mutes) {

  private static final int LONGEST_TITLE = 255;
  private static final int LONGEST_DESCRIPTION = 2_000;
  private static final int LONGEST_PLAN = 5_000;
  private static final int LONGEST_REFERENCE = 200;
  private static final int LONGEST_CHECK = 500;
  private static final int MOST_CHECKS = 50;
  private static final int MOST_SERVICES = 100;
  private static final Pattern SHA = Pattern.compile("[0-9a-f]{7,64}");

  /** Whoever plans for longer means a freeze, or several windows. */
  static final Duration LONGEST = Duration.ofHours(72);

  DeploymentWindowDraft {
    services = List.copyOf(services);
    checklist = List.copyOf(checklist);
  }

  /**
   * @throws dev.imas.core.platform.Fault INVALID with all faults
   */
  static DeploymentWindowDraft read(Body body, Computations.Share computations) {
    body.only(
        "title",
        "description",
        "starts_at",
        "ends_at",
        "time_zone",
        "environment",
        "services",
        "sha",
        "rollback_plan",
        "checklist",
        "incident",
        "mutes");
    PlannedTimes times = PlannedTimesReader.withEnd(body, computations);
    if (times.length().compareTo(LONGEST) > 0) {
      body.fault("/ends_at", "must be at most 72 hours after starts_at");
    }
    String sha = body.text("sha", 64, "").strip().toLowerCase(Locale.ROOT);
    if (!sha.isEmpty() && !SHA.matcher(sha).matches()) {
      body.fault("/sha", "must be the id of a commit: 7 to 64 of the digits 0-9 and a-f");
    }
    List<Reference> services =
        body.texts("services", MOST_SERVICES, LONGEST_REFERENCE).stream()
            .map(text -> Reference.of(text.strip()))
            .toList();
    if (services.isEmpty()) {
      body.fault("/services", "must name what is to be deployed");
    }
    String incident = body.text("incident", LONGEST_REFERENCE);
    DeploymentWindowDraft draft =
        new DeploymentWindowDraft(
            body.requiredText("title", LONGEST_TITLE).strip(),
            body.text("description", LONGEST_DESCRIPTION, "").strip(),
            times,
            Reference.of(body.requiredText("environment", LONGEST_REFERENCE).strip()),
            services,
            sha,
            body.text("rollback_plan", LONGEST_PLAN, "").strip(),
            body.texts("checklist", MOST_CHECKS, LONGEST_CHECK).stream()
                .map(String::strip)
                .toList(),
            incident == null || incident.isBlank() ? null : incident.strip(),
            body.flag("mutes", false));
    body.throwIfFaulty();
    return draft;
  }
}
