package dev.imas.core.model;

import java.util.Set;

/**
 * The fields of an alert that a source's {@code mapping} may point to in a custom sender's body.
 * Core checks mappings by these names, and the gateway reads bodies by them.
 */
public final class CustomField {

  /** Points to the list of alerts in the body. The other fields are relative to one alert. */
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
