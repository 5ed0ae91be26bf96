package dev.imas.gateway.sender.pagerduty;

/** The two versions differ in their members' names and their answers. */
enum PagerDutyVersion {
  V1("pagerduty-events-v1", "event_type", "incident_key", 200),
  V2("pagerduty-events-v2", "event_action", "dedup_key", 202);

  final String dialect;
  final String action;
  final String key;

  /** The only status that its clients take for success. */
  final int success;

  PagerDutyVersion(String dialect, String action, String key, int success) {
    this.dialect = dialect;
    this.action = action;
    this.key = key;
    this.success = success;
  }
}
