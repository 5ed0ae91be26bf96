package dev.imas.core.incident;

import dev.imas.core.http.Body;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person's correction, read from an RFC 7396 merge patch. What is null here stays as it is.
 *
 * @param service a service's name, alias or id
 */
record IncidentEdit(
    @Nullable String title,
    @Nullable String description,
    @Nullable Severity severity,
    @Nullable String service,
    @Nullable Lead lead) {

  private static final int LONGEST_NAME = 200;

  /**
   * Who leads from now on.
   *
   * @param user a name or an id; null: nobody does
   */
  record Lead(@Nullable String user) {}

  /**
   * @param further what else the body may have
   */
  static IncidentEdit read(Body body, List<String> further) {
    List<String> members = new ArrayList<>(further);
    members.addAll(List.of("title", "description", "severity", Priority.MEMBER, "service", "lead"));
    body.only(members.toArray(String[]::new));
    IncidentEdit edit =
        new IncidentEdit(
            body.has("title") ? body.requiredText("title", Incident.LONGEST_TITLE) : null,
            body.has("description")
                ? body.text("description", Incident.LONGEST_DESCRIPTION, "")
                : null,
            Priority.severity(body),
            body.has("service") ? body.requiredText("service", LONGEST_NAME) : null,
            body.has("lead") ? lead(body) : null);
    String severity = Priority.named(body);
    if (severity != null && body.present(severity) == null) {
      body.fault("/" + severity, "must not be null; send a severity or leave it out");
    }
    body.throwIfFaulty();
    return edit;
  }

  /**
   * The incident with the correction.
   *
   * @param newLead who was found for the lead that is asked for
   */
  Incident of(Incident before, UUID newService, @Nullable Author newLead, String by, Instant at) {
    return before.corrected(
        title == null ? before.title() : title,
        description == null ? before.description() : description,
        newService,
        severity == null ? before.severity() : severity,
        lead == null ? before.standing().lead() : newLead,
        by,
        at);
  }

  private static Lead lead(Body body) {
    String name = body.text("lead", LONGEST_NAME);
    if (name != null && (name.isBlank() || name.chars().anyMatch(Character::isISOControl))) {
      body.fault("/lead", "must be the name or id of a user, or null for nobody");
    }
    return new Lead(name == null ? null : name.strip());
  }
}
