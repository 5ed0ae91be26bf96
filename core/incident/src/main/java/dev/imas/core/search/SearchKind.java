package dev.imas.core.search;

import dev.imas.core.access.Permission;

/** What can be found. */
public enum SearchKind {
  INCIDENT(1, Permission.INCIDENT_READ),
  ALERT(2, Permission.ALERT_READ),
  TIMELINE(3, Permission.INCIDENT_READ),
  SERVICE(0, Permission.SERVICE_READ),
  TEAM(0, Permission.TEAM_READ),
  SCHEDULE(0, Permission.ON_CALL_READ),
  POLICY(0, Permission.ESCALATION_POLICY_READ),
  PERSON(0, Permission.USER_READ);

  private final short code;
  private final Permission permission;

  SearchKind(int code, Permission permission) {
    this.code = (short) code;
    this.permission = permission;
  }

  /** Its number in the tables of search; 0 for what is found by name. */
  short code() {
    return code;
  }

  boolean hasText() {
    return code > 0;
  }

  /** What one must be allowed to read to find it. */
  Permission permission() {
    return permission;
  }
}
