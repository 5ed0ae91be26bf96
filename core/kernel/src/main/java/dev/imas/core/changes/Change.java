package dev.imas.core.changes;

import dev.imas.core.model.Severity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change of the feed.
 *
 * @param number its place in the tenant's feed
 * @param subject what changed; of an alert its fingerprint
 * @param version of what changed, then; null where it has none
 * @param service whose it is; null where that is not known
 * @param incident which it belongs to, of an alert or a delivery
 * @param alertNumber by which lists of rows name the alert; null of something else
 */
record Change(
    long number,
    Topic topic,
    UUID subject,
    @Nullable Integer version,
    @Nullable UUID service,
    @Nullable UUID incident,
    @Nullable Severity severity,
    @Nullable Long alertNumber) {

  /** As it is told, in the form in which the API takes its id. */
  void write(StringBuilder json) {
    json.append("{\"number\":").append(number);
    json.append(",\"topic\":\"").append(topic.wireName()).append("\",\"id\":\"");
    String id = subject.toString();
    json.append(topic == Topic.ALERT ? id.replace("-", "") : id).append('"');
    if (alertNumber != null) {
      json.append(",\"alert_number\":").append(alertNumber.longValue());
    }
    if (version != null) {
      json.append(",\"version\":").append(version.intValue());
    }
    if (severity != null) {
      json.append(",\"severity\":\"").append(severity.name()).append('"');
    }
    if (service != null) {
      json.append(",\"service\":\"").append(service).append('"');
    }
    if (incident != null) {
      json.append(",\"incident\":\"").append(incident).append('"');
    }
    json.append('}');
  }
}
