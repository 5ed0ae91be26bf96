package dev.imas.core.access;

import static dev.imas.core.access.AccessRole.OPERATOR;
import static dev.imas.core.access.AccessRole.PLATFORM_ADMIN;
import static dev.imas.core.access.AccessRole.RESPONDER;
import static dev.imas.core.access.AccessRole.TENANT_ADMIN;
import static dev.imas.core.access.AccessRole.VIEWER;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The one table of permissions: what can be done, and the lowest role that may do it. Every route
 * of the API names its permission. The checks, {@code x-permission} in the OpenAPI document and
 * docs/permissions.md follow from it.
 */
public enum Permission {
  SESSION_OPEN(VIEWER, Reach.ANYBODY, "Log in, go on, log out. Needs no token."),
  SELF_EDIT(
      VIEWER,
      Reach.LOG_IN,
      "Change one's own account, but not one's role, as who is logged in: no token has it."),
  SELF_READ(VIEWER, Reach.TENANT, "Ask who one is, and what one may do."),

  INCIDENT_READ(VIEWER, Reach.TENANT, "Read incidents and their timelines."),
  INCIDENT_ACKNOWLEDGE(
      RESPONDER,
      Reach.TEAM_AND_DUTY,
      "Acknowledge incidents, choose their runbooks, tick the steps of these, and say which change"
          + " caused an incident."),
  INCIDENT_COMMENT(
      RESPONDER,
      Reach.TEAM,
      "Comment on incidents, pin comments, react to them, and edit and delete one's own."),
  COMMENT_MANAGE(TENANT_ADMIN, Reach.TENANT, "Delete the comments of others."),
  INCIDENT_CREATE(OPERATOR, Reach.TENANT, "Open incidents by hand."),
  INCIDENT_EDIT(
      OPERATOR,
      Reach.TEAM,
      "Correct texts, severity, service, lead and impact scopes of incidents, and say their fields,"
          + " cause and impact."),
  INCIDENT_TAG(RESPONDER, Reach.TEAM, "Tag incidents, and remove tags from them."),
  INCIDENT_MITIGATE(OPERATOR, Reach.TEAM, "Mitigate incidents."),
  INCIDENT_RESOLVE(OPERATOR, Reach.TEAM_AND_DUTY, "Resolve incidents."),
  INCIDENT_REOPEN(OPERATOR, Reach.TEAM, "Reopen incidents."),

  ROOM_READ(VIEWER, Reach.TENANT, "Read the rooms of incidents, and when rooms are opened."),
  ROOM_OPEN(RESPONDER, Reach.TEAM_AND_DUTY, "Open rooms for incidents, and archive them."),
  ROOM_MANAGE(TENANT_ADMIN, Reach.TENANT, "Say when rooms are opened and archived."),

  ALERT_READ(VIEWER, Reach.TENANT, "Read alerts, why they were routed so, and receipts."),
  LEDGER_READ(VIEWER, Reach.TENANT, "Read the ledger."),
  LEDGER_RECOUNT(OPERATOR, Reach.TENANT, "Compare the ledger with the rows themselves."),
  CHANGE_FEED_READ(VIEWER, Reach.TENANT, "Subscribe to changes of those things that one may read."),

  SERVICE_READ(VIEWER, Reach.TENANT, "Read services."),
  SERVICE_CREATE(TENANT_ADMIN, Reach.TENANT, "Add services."),
  SERVICE_MANAGE(TENANT_ADMIN, Reach.TEAM, "Change services; to hand one over, of both teams."),
  SERVICE_DELETE(TENANT_ADMIN, Reach.TENANT, "Delete services."),

  TEAM_READ(VIEWER, Reach.TENANT, "Read teams, their contacts, and the fallback."),
  TEAM_CREATE(TENANT_ADMIN, Reach.TENANT, "Add teams."),
  TEAM_MANAGE(TENANT_ADMIN, Reach.TEAM, "Change teams."),
  TEAM_DELETE(TENANT_ADMIN, Reach.TENANT, "Delete teams."),
  CONTACT_MANAGE(
      TENANT_ADMIN,
      Reach.TEAM,
      "Add, change, delete and test contacts of teams, and see their whole addresses."),
  FALLBACK_MANAGE(TENANT_ADMIN, Reach.TENANT, "Choose who is notified when a team is not reached."),

  SCOPE_READ(VIEWER, Reach.TENANT, "Read impact scopes."),
  SCOPE_MANAGE(TENANT_ADMIN, Reach.TENANT, "Add, change and delete impact scopes."),

  OBLIGATION_MANAGE(
      TENANT_ADMIN,
      Reach.TENANT,
      "End stages of legal duties without a report, and state that one was aware later."),

  RUNBOOK_READ(VIEWER, Reach.TENANT, "Read runbooks, and ask which one fits."),
  RUNBOOK_MANAGE(
      OPERATOR,
      Reach.TEAM,
      "Add, change and delete runbooks of a team's services; those for all services in the whole"
          + " tenant."),
  ITEM_MANAGE(
      RESPONDER,
      Reach.TEAM_AND_DUTY,
      "Add, change and move tasks and items of boards, and plan sprints. Whoever owns an item may"
          + " move it, too."),
  POST_MORTEM_EDIT(
      RESPONDER,
      Reach.TEAM_AND_DUTY,
      "Write post-mortems, send them to review, and publish those of others. Whoever owns or"
          + " reviews one may do so, too."),
  POST_MORTEM_WAIVE(
      TENANT_ADMIN, Reach.TENANT, "Say that a post-mortem which is required is not needed."),
  WORKFLOW_MANAGE(TENANT_ADMIN, Reach.TENANT, "Change which statuses tasks have."),

  FIELD_MANAGE(
      TENANT_ADMIN, Reach.TENANT, "Add, change and archive fields and causes of incidents."),

  DEPLOYMENT_READ(
      VIEWER, Reach.TENANT, "Read deployments, and the environments and repositories they name."),
  DEPLOYMENT_REPORT(RESPONDER, Reach.TENANT, "Report deployments, as pipelines do."),
  ENVIRONMENT_MANAGE(TENANT_ADMIN, Reach.TENANT, "Add, change and delete environments."),
  REPOSITORY_MANAGE(TENANT_ADMIN, Reach.TENANT, "Add, change and delete repositories."),
  CALENDAR_READ(VIEWER, Reach.TENANT, "Read what is planned, and what a freeze would stop."),
  MEETING_MANAGE(RESPONDER, Reach.TENANT, "Plan, change and cancel meetings."),
  FREEZE_MANAGE(
      TENANT_ADMIN, Reach.TENANT, "Add, change and delete freezes, and say what the gate blocks."),
  FREEZE_OVERRIDE(
      TENANT_ADMIN, Reach.TENANT, "Let a deployment start that the gate does not allow."),
  DEPLOYMENT_WINDOW_MANAGE(
      OPERATOR,
      Reach.TENANT,
      "Plan deployment windows, submit, start, extend, end and cancel them."),
  DEPLOYMENT_APPROVE(
      TENANT_ADMIN, Reach.TEAM, "Approve and refuse the deployment windows of a team's services."),
  DEPLOYMENT_GATE(OPERATOR, Reach.TEAM, "Ask whether a service may be deployed."),

  TAG_READ(VIEWER, Reach.TENANT, "Read tags."),
  TAG_MANAGE(TENANT_ADMIN, Reach.TENANT, "Add, change and delete tags."),

  PROVIDER_READ(VIEWER, Reach.TENANT, "Read providers without their secrets, and how they fare."),
  PROVIDER_MANAGE(TENANT_ADMIN, Reach.TENANT, "Add, change, delete and test providers."),
  ON_CALL_READ(VIEWER, Reach.TENANT, "Read schedules and absences, and ask who is on call."),
  SCHEDULE_CREATE(TENANT_ADMIN, Reach.TENANT, "Add schedules."),
  SCHEDULE_MANAGE(
      TENANT_ADMIN,
      Reach.TEAM,
      "Change and delete schedules, and name who stands in; to hand one over, of both teams."),
  OVERRIDE_MANAGE(OPERATOR, Reach.TEAM, "Put others on call for a time, and pass a turn on."),
  SWAP_ASK(
      RESPONDER,
      Reach.TENANT,
      "Ask others to take one's own shifts, answer what one is asked, and write hand-over notes."),
  HOLIDAY_MANAGE(TENANT_ADMIN, Reach.TENANT, "Add, change and delete holiday calendars."),
  ABSENCE_ENTER(RESPONDER, Reach.TENANT, "Enter, change and withdraw one's own absences."),
  ABSENCE_MANAGE(OPERATOR, Reach.TENANT, "Enter, change and withdraw the absences of others."),
  ESCALATION_POLICY_READ(
      VIEWER, Reach.TENANT, "Read escalation policies, and ask whom they would notify."),
  ESCALATION_POLICY_CREATE(TENANT_ADMIN, Reach.TENANT, "Add escalation policies."),
  ESCALATION_POLICY_MANAGE(
      TENANT_ADMIN,
      Reach.TEAM,
      "Change and delete escalation policies; to hand one over, of both teams."),
  CALENDAR_FEED_MANAGE(RESPONDER, Reach.TENANT, "Make and revoke calendar feeds."),

  NOTIFICATION_READ(
      VIEWER,
      Reach.TENANT,
      "Read how soon people are notified, with which text, and when digests are sent."),
  NOTIFICATION_MANAGE(
      TENANT_ADMIN,
      Reach.TENANT,
      "Change how soon people are notified, with which text, and when digests are sent."),

  SOURCE_MANAGE(TENANT_ADMIN, Reach.TENANT, "Read and change sources and their keys."),

  HEARTBEAT_READ(VIEWER, Reach.TENANT, "Read heartbeats, and how they fare."),
  HEARTBEAT_MANAGE(
      OPERATOR,
      Reach.TENANT,
      "Add, change and delete heartbeats, and make the keys of their pings."),

  RULE_READ(VIEWER, Reach.TENANT, "Read rule sets."),
  RULE_SIMULATE(
      OPERATOR,
      Reach.TENANT,
      "Have received alerts routed by other rules, and read what would have come of it."),
  RULE_CREATE(TENANT_ADMIN, Reach.TENANT, "Add versions of the rule set."),
  RULE_ACTIVATE(TENANT_ADMIN, Reach.TENANT, "Put a version of the rule set into force."),

  LOOKUP_TABLE_READ(VIEWER, Reach.TENANT, "Read lookup tables."),
  LOOKUP_TABLE_MANAGE(
      TENANT_ADMIN,
      Reach.TENANT,
      "Add, change and delete lookup tables, which the rules in force then read anew."),

  SILENCE_READ(VIEWER, Reach.TENANT, "Read silences, and preview what one would mute."),
  SILENCE_MANAGE(RESPONDER, Reach.TENANT, "Silence alerts for a time, change and end silences."),
  MAINTENANCE_WINDOW_READ(VIEWER, Reach.TENANT, "Read maintenance windows, and try one."),
  MAINTENANCE_WINDOW_MANAGE(
      RESPONDER, Reach.TENANT, "Plan, change and delete maintenance windows; import calendars."),
  INHIBIT_RULE_READ(VIEWER, Reach.TENANT, "Read inhibit rules."),
  INHIBIT_RULE_MANAGE(TENANT_ADMIN, Reach.TENANT, "Add, change and delete inhibit rules."),
  TIME_INTERVAL_READ(VIEWER, Reach.TENANT, "Read the time intervals that rules name."),
  TIME_INTERVAL_MANAGE(TENANT_ADMIN, Reach.TENANT, "Add, change and delete time intervals."),

  DELIVERY_READ(VIEWER, Reach.TENANT, "Read deliveries and their attempts."),
  DELIVERY_REPLAY(OPERATOR, Reach.TENANT, "Send dead deliveries again."),
  DEAD_LETTER_READ(VIEWER, Reach.TENANT, "Read dead letters with their bytes."),
  DEAD_LETTER_REPLAY(OPERATOR, Reach.TENANT, "Have dead letters read again."),

  EVENT_WEBHOOK_READ(
      VIEWER,
      Reach.TENANT,
      "Read event webhooks without their secrets, and what was posted to them."),
  EVENT_WEBHOOK_MANAGE(TENANT_ADMIN, Reach.TENANT, "Add, change, delete and test event webhooks."),
  EVENT_WEBHOOK_REDELIVER(OPERATOR, Reach.TENANT, "Post events again."),

  DRILL_READ(VIEWER, Reach.TENANT, "Read drills, and what they found."),
  DRILL_ACKNOWLEDGE(RESPONDER, Reach.TENANT, "End drills by acknowledging them."),
  DRILL_RUN(OPERATOR, Reach.TENANT, "Start drills, and plan them."),

  STATUS_PAGE_READ(
      VIEWER, Reach.TENANT, "Read what the status page is made of, also while it is not public."),
  STATUS_PAGE_PUBLISH(
      OPERATOR, Reach.TENANT, "Publish incidents and maintenance on the status page."),
  STATUS_PAGE_MANAGE(
      TENANT_ADMIN, Reach.TENANT, "Switch the status page on, and change its components."),

  TIMER_MANAGE(TENANT_ADMIN, Reach.TENANT, "Read timers, run one now, skip its next run."),
  TOKEN_MANAGE(
      TENANT_ADMIN,
      Reach.TENANT,
      "Read, make and revoke API tokens and service accounts, with no more than one has."),
  GRANT_DELEGATE(
      OPERATOR, Reach.TENANT, "Read grants; pass on what one has, for 72 hours at most."),
  GRANT_MANAGE(TENANT_ADMIN, Reach.TENANT, "Grant what one has for any time; end any grant."),
  USER_READ(VIEWER, Reach.TENANT, "Read users."),
  USER_MANAGE(TENANT_ADMIN, Reach.TENANT, "Add, invite, change and delete users."),
  LOG_IN_MANAGE(TENANT_ADMIN, Reach.TENANT, "Say who needs a second factor to log in."),
  CONFIGURATION_READ(TENANT_ADMIN, Reach.TENANT, "Read the whole configuration as documents."),
  CONFIGURATION_APPLY(
      TENANT_ADMIN,
      Reach.TENANT,
      "Make the configuration what documents say, where one may change it piece by piece."),
  PRIVACY_MANAGE(
      TENANT_ADMIN,
      Reach.TENANT,
      "Enter and answer requests of people about their data, export a person, and confirm an"
          + " erasure that another has entered."),
  AUDIT_READ(TENANT_ADMIN, Reach.TENANT, "Read who changed what."),
  BACKUP_READ(TENANT_ADMIN, Reach.TENANT, "Read how backups fare, and what drills have found."),
  BACKUP_DRILL(TENANT_ADMIN, Reach.TENANT, "Practise a restore in a temporary folder."),
  HEALTH_READ(TENANT_ADMIN, Reach.TENANT, "Read the detailed health of a process."),
  TENANT_MANAGE(PLATFORM_ADMIN, Reach.TENANT, "List tenants, and create one.");

  /** Of what a caller may have it. */
  private enum Reach {
    /** Everybody has it, known or not. */
    ANYBODY,
    /** Of oneself, by a log-in and not by a token. */
    LOG_IN,
    /** Of the whole tenant, or not at all. */
    TENANT,
    /** Also of one team alone, by a grant. */
    TEAM,
    /** Also of one incident, as its lead or as who is on call for its team (IAM-04). */
    TEAM_AND_DUTY
  }

  private final String wireName;
  private final AccessRole lowest;
  private final Reach reach;
  private final String allows;

  Permission(AccessRole lowest, Reach reach, String allows) {
    this.wireName = wireName(name());
    this.lowest = lowest;
    this.reach = reach;
    this.allows = allows;
  }

  /** The last word of a constant is what may be done; those before it are with what. */
  private static String wireName(String name) {
    int last = name.lastIndexOf('_');
    return (name.substring(0, last) + '.' + name.substring(last + 1)).toLowerCase(Locale.ROOT);
  }

  /** The name in JSON and in the database, such as {@code incident.acknowledge}. */
  public String wireName() {
    return wireName;
  }

  /** The lowest role that has it. */
  public AccessRole lowest() {
    return lowest;
  }

  /** What it allows, in one sentence. */
  public String allows() {
    return allows;
  }

  /**
   * Whether a grant may be narrowed to a team. If so, the handler of a route asks again, with the
   * team of the row that it has read.
   */
  public boolean isNarrowable() {
    return reach == Reach.TEAM || reach == Reach.TEAM_AND_DUTY;
  }

  /** Whether it needs no credential. */
  public boolean isForAnybody() {
    return reach == Reach.ANYBODY;
  }

  /** Whether it is of who is logged in alone, and of no token of theirs. */
  public boolean isOfLogIns() {
    return reach == Reach.LOG_IN;
  }

  /** Whether an incident's lead, and who is on call for its team, have it whatever their role. */
  public boolean isOfDuty() {
    return reach == Reach.TEAM_AND_DUTY;
  }

  /** Whether a grant of it allows that one, too. */
  boolean includes(Permission other) {
    return this == other || this == ABSENCE_MANAGE && other == ABSENCE_ENTER;
  }

  public static Optional<Permission> named(String wireName) {
    return Arrays.stream(values()).filter(p -> p.wireName.equals(wireName)).findFirst();
  }
}
