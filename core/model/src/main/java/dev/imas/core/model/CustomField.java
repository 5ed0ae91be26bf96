package dev.imas.core.model;

import java.util.Set;

/**
 * What of an alert a custom sender's body may hold, and a source's {@code mapping} may point to:
 * core checks mappings by these names, the gateway reads bodies by them.
 */
public final class CustomField {

  /** Points to the list of alerts in the body; the others are relative to one alert. */
  public static final String ALERTS = "alerts";

  public static final Set<String> NAMES =
      Set.of(
          "alert_name",
          "status",
          "severity",
          "service",
          "title",
          "description",
          "url",
          "source",
          "dedup_key",
          "starts_at",
          "ends_at",
          "observed_at",
          "labels",
          "annotations",
          ALERTS);

  private CustomField() {}
}
