package dev.imas.gateway.alertmanager;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An alert that fires, as the reading side shows it.
 *
 * @param receiver the team that owns its service
 * @param groupLabels by which it shares an incident with others
 */
record FiringAlert(
    Fingerprint fingerprint,
    Labels labels,
    Map<String, String> annotations,
    Instant startsAt,
    @Nullable Instant endsAt,
    Instant lastSeen,
    String generatorUrl,
    String groupKey,
    Map<String, String> groupLabels,
    String receiver) {

  /** A {@code gettableAlert} of Alertmanager's API v2. */
  Map<String, Object> toGettable() {
    Map<String, Object> alert = new LinkedHashMap<>();
    alert.put("annotations", annotations);
    // The API demands an end; where the sender names none, an alert is good for as long as a silent
    // Prometheus' would be.
    alert.put("endsAt", (endsAt == null ? lastSeen.plusSeconds(300) : endsAt).toString());
    alert.put("fingerprint", LabelSetHash.of(labels));
    alert.put("receivers", List.of(Map.of("name", receiver)));
    alert.put("startsAt", startsAt.toString());
    alert.put(
        "status",
        Map.of(
            "inhibitedBy",
            List.of(),
            "mutedBy",
            List.of(),
            "silencedBy",
            List.of(),
            "state",
            "active"));
    alert.put("updatedAt", lastSeen.toString());
    if (!generatorUrl.isEmpty()) {
      alert.put("generatorURL", generatorUrl);
    }
    alert.put("labels", labels.toMap());
    return alert;
  }
}
