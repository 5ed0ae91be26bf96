package dev.imas.core.runbook;

import dev.imas.core.incident.Incident;
import dev.imas.core.model.Labels;
import dev.imas.core.procedure.Placeholder;
import dev.imas.core.procedure.Rendering;
import dev.imas.core.procedure.Situation;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an incident, by which its runbook is chosen and rendered.
 *
 * @param labels of the alert that opened it; empty if none did
 */
record IncidentFacts(
    Incident incident,
    String serviceName,
    String teamName,
    @Nullable String serviceRunbookUrl,
    Labels labels) {

  Situation situation() {
    return new Situation(
        incident.serviceId(),
        serviceName,
        label("alertname"),
        incident.title(),
        incident.severity());
  }

  Rendering rendering() {
    Map<Placeholder, String> values = new EnumMap<>(Placeholder.class);
    values.put(Placeholder.INCIDENT_ID, incident.id().toString());
    values.put(Placeholder.INCIDENT_SHORT_ID, incident.shortId());
    values.put(Placeholder.SERVICE_NAME, serviceName);
    values.put(Placeholder.SERVICE_ID, incident.serviceId().toString());
    values.put(Placeholder.TEAM_NAME, teamName);
    values.put(Placeholder.SEVERITY, "SEV" + incident.severity().number());
    values.put(Placeholder.ALERT_NAME, label("alertname"));
    String environment = label("environment");
    values.put(Placeholder.ENVIRONMENT, environment.isEmpty() ? label("env") : environment);
    return new Rendering(values);
  }

  private String label(String name) {
    String value = labels.get(name);
    return value == null ? "" : value;
  }
}
