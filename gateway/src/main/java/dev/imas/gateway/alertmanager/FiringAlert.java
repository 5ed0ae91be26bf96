package dev.imas.gateway.alertmanager;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A firing alert, as readers see it.
 *
 * @param receiver the team that owns its service
 * @param groupLabels by which it shares an incident with others
 * @param hiddenBy what hides it
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
    String receiver,
    SuppressionStatus hiddenBy) {

  /** Writes it as a {@code gettableAlert} of Alertmanager's API v2. */
  Map<String, Object> toGettable() {
    Map<String, Object> alert = new LinkedHashMap<>();
    alert.put("annotations", annotations);
    // The API requires an end. Where the sender names none, the alert lasts as long as one of a
    // Prometheus that has gone silent.
    alert.put("endsAt", (endsAt == null ? lastSeen.plusSeconds(300) : endsAt).toString());
    alert.put("fingerprint", LabelSetHash.of(labels));
    alert.put("receivers", List.of(Map.of("name", receiver)));
    alert.put("startsAt", startsAt.toString());
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("inhibitedBy", hiddenBy.inhibitors());
    status.put("mutedBy", hiddenBy.intervals());
    status.put("silencedBy", hiddenBy.silences());
    status.put("state", hiddenBy.isActive() ? "active" : "suppressed");
    alert.put("status", status);
    alert.put("updatedAt", lastSeen.toString());
    if (!generatorUrl.isEmpty()) {
      alert.put("generatorURL", generatorUrl);
    }
    alert.put("labels", labels.toMap());
    return alert;
  }
}
