package dev.imas.core.document;

import dev.imas.core.access.Permission;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A kind of document. What one kind names is of a kind before it, so they are written in this order
 * and deleted in the other.
 */
public enum Kind {
  PROVIDER("name", "ProviderWriting", Permission.PROVIDER_MANAGE),
  USER("username", "UserWriting", Permission.USER_MANAGE),
  SERVICE_ACCOUNT("name", "ServiceAccountWriting", Permission.TOKEN_MANAGE),
  TEAM(
      "name",
      "TeamWriting",
      Permission.TEAM_CREATE,
      Permission.TEAM_MANAGE,
      Permission.TEAM_DELETE,
      Permission.CONTACT_MANAGE,
      Permission.SCHEDULE_MANAGE),
  HOLIDAY_CALENDAR("name", "HolidayCalendarWriting", Permission.HOLIDAY_MANAGE),
  SCHEDULE("name", "ScheduleWriting", Permission.SCHEDULE_CREATE, Permission.SCHEDULE_MANAGE),
  IMPACT_SCOPE("name", "ScopeWriting", Permission.SCOPE_MANAGE),
  TAG("name", "TagWriting", Permission.TAG_MANAGE),
  ESCALATION_POLICY(
      "name",
      "EscalationPolicyWriting",
      Permission.ESCALATION_POLICY_CREATE,
      Permission.ESCALATION_POLICY_MANAGE),
  SERVICE(
      "name",
      "ServiceWriting",
      Permission.SERVICE_CREATE,
      Permission.SERVICE_MANAGE,
      Permission.SERVICE_DELETE),
  ENVIRONMENT("name", "EnvironmentWriting", Permission.ENVIRONMENT_MANAGE),
  REPOSITORY("full_name", "RepositoryWriting", Permission.REPOSITORY_MANAGE),
  FREEZE("name", "FreezeWriting", Permission.FREEZE_MANAGE),
  ERROR_BUDGET("name", "ErrorBudgetWriting", Permission.FREEZE_MANAGE),
  RUNBOOK("slug", "RunbookWriting", Permission.RUNBOOK_MANAGE),
  DRILL_SCHEDULE("name", "DrillScheduleWriting", Permission.DRILL_RUN),
  SOURCE("name", "SourceWriting", Permission.SOURCE_MANAGE),
  HEARTBEAT("name", "HeartbeatWriting", Permission.HEARTBEAT_MANAGE),
  EVENT_WEBHOOK("name", "EventWebhookWriting", Permission.EVENT_WEBHOOK_MANAGE),
  STATUS_COMPONENT("name", "StatusComponentWriting", Permission.STATUS_PAGE_MANAGE),
  MESSAGE_TEMPLATE(
      "language/message/form", "MessageTemplateWriting", Permission.NOTIFICATION_MANAGE),
  INHIBIT_RULE("name", "InhibitRuleWriting", Permission.INHIBIT_RULE_MANAGE),
  MAINTENANCE_WINDOW("name", "MaintenanceWindowWriting", Permission.MAINTENANCE_WINDOW_MANAGE),
  TIME_INTERVAL("name", "TimeIntervalWriting", Permission.TIME_INTERVAL_MANAGE),
  LOOKUP_TABLE("name", "LookupTableWriting", Permission.LOOKUP_TABLE_MANAGE),
  INCIDENT_FIELD("key", "IncidentFieldWriting", Permission.FIELD_MANAGE),
  WORKFLOW("item_kind", "WorkflowWriting", Permission.WORKFLOW_MANAGE),
  BOARD("name", "BoardWriting", Permission.TEAM_CREATE, Permission.TEAM_MANAGE),
  RULE_SET(null, "RuleSetWriting", Permission.RULE_CREATE, Permission.RULE_ACTIVATE),
  NOTIFICATION_MATRIX(null, "NotificationMatrixWriting", Permission.NOTIFICATION_MANAGE),
  DELIVERY_POLICY(null, "DeliveryPolicyWriting", Permission.NOTIFICATION_MANAGE),
  FLAPPING_POLICY(null, "FlappingPolicyWriting", Permission.NOTIFICATION_MANAGE),
  STORM_POLICY(null, "StormPolicyWriting", Permission.NOTIFICATION_MANAGE),
  GATE_POLICY(null, "GatePolicyWriting", Permission.FREEZE_MANAGE),
  SERVICE_LEVELS(null, "ServiceLevelsWriting", Permission.NOTIFICATION_MANAGE),
  CAUSES(null, "CausesWriting", Permission.FIELD_MANAGE),
  DORA_SETTINGS(null, "DoraSettingsWriting", Permission.NOTIFICATION_MANAGE),
  METRICS_SETTINGS(null, "MetricsSettingsWriting", Permission.NOTIFICATION_MANAGE),
  MESSAGE_LANGUAGE(null, "MessageLanguageWriting", Permission.NOTIFICATION_MANAGE),
  VERIFICATION_SETTINGS(null, null, Permission.NOTIFICATION_MANAGE),
  ROOM_SETTINGS(null, "RoomSettingsWriting", Permission.ROOM_MANAGE),
  STATUS_PAGE(null, "StatusPageWriting", Permission.STATUS_PAGE_MANAGE),
  LOG_IN_SETTINGS(null, "LogInSettings", Permission.LOG_IN_MANAGE),
  FALLBACK(null, null, Permission.FALLBACK_MANAGE),
  DEFAULT_ON_CALL(null, null, Permission.FALLBACK_MANAGE);

  private final List<String> nameMembers;
  private final @Nullable String writing;
  private final List<Permission> needed;

  Kind(@Nullable String nameMembers, @Nullable String writing, Permission... needed) {
    this.nameMembers = nameMembers == null ? List.of() : List.of(nameMembers.split("/", -1));
    this.writing = writing;
    this.needed = List.of(needed);
  }

  /** In documents and in rows. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For people: {@code escalation policy}. */
  public String inWords() {
    return wireName().replace('_', ' ');
  }

  /** The members of a document that make up the name, with slashes between them. */
  public List<String> nameMembers() {
    return nameMembers;
  }

  /** The first of them, to which faults of the name point. */
  public String nameMember() {
    return isSingle() ? "name" : nameMembers.getFirst();
  }

  /** Whether the key of its documents is its own, which never changes either. */
  public boolean isNamedByKey() {
    return nameMembers.equals(List.of("key"));
  }

  /** Whether a tenant has just one, which has no name and is never deleted. */
  public boolean isSingle() {
    return nameMembers.isEmpty();
  }

  /**
   * The id of what has that name, if the name says it all: under another name, it is something
   * else. So it is with the parts of a template, and with a kind of items.
   */
  public Optional<UUID> idOf(String name) {
    return nameMembers.size() < 2 && this != WORKFLOW
        ? Optional.empty()
        : Optional.of(
            UUID.nameUUIDFromBytes(
                (wireName() + "/" + Names.lower(name)).getBytes(StandardCharsets.UTF_8)));
  }

  /** The schema of the OpenAPI document that says what can be written; null if it has none. */
  public @Nullable String writing() {
    return writing;
  }

  /** What changes one, in the whole tenant. */
  public List<Permission> needed() {
    return needed;
  }

  public static Optional<Kind> named(String wireName) {
    return Arrays.stream(values()).filter(kind -> kind.wireName().equals(wireName)).findFirst();
  }
}
