package dev.imas.core.configuration;

import dev.imas.core.access.Permission;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A kind of document. What one kind names is of a kind before it, so they are written in this order
 * and deleted in the other.
 */
public enum Kind {
  PROVIDER("name", "ProviderWriting", Permission.PROVIDER_MANAGE),
  USER("username", "UserWriting", Permission.USER_MANAGE),
  TEAM(
      "name",
      "TeamWriting",
      Permission.TEAM_CREATE,
      Permission.TEAM_MANAGE,
      Permission.TEAM_DELETE,
      Permission.CONTACT_MANAGE,
      Permission.SCHEDULE_MANAGE),
  SCHEDULE("name", "ScheduleWriting", Permission.SCHEDULE_CREATE, Permission.SCHEDULE_MANAGE),
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
  SOURCE("name", "SourceWriting", Permission.SOURCE_MANAGE),
  RULE_SET(null, "RuleSetWriting", Permission.RULE_CREATE, Permission.RULE_ACTIVATE),
  NOTIFICATION_MATRIX(null, "NotificationMatrixWriting", Permission.NOTIFICATION_MANAGE),
  FALLBACK(null, null, Permission.FALLBACK_MANAGE),
  DEFAULT_ON_CALL(null, null, Permission.FALLBACK_MANAGE);

  private final @Nullable String nameMember;
  private final @Nullable String writing;
  private final List<Permission> needed;

  Kind(@Nullable String nameMember, @Nullable String writing, Permission... needed) {
    this.nameMember = nameMember;
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

  /** The member of a document that holds the name. */
  String nameMember() {
    return nameMember == null ? "name" : nameMember;
  }

  /** Whether a tenant has just one, which has no name and is never deleted. */
  public boolean isSingle() {
    return nameMember == null;
  }

  /** The schema of the OpenAPI document that says what can be written; null if it has none. */
  public @Nullable String writing() {
    return writing;
  }

  /** What changes one, in the whole tenant. */
  List<Permission> needed() {
    return needed;
  }

  static Optional<Kind> named(String wireName) {
    return Arrays.stream(values()).filter(kind -> kind.wireName().equals(wireName)).findFirst();
  }
}
