package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.configuration.Shape.Fields;
import dev.imas.core.model.ChannelKinds;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** What is particular to each kind of documents, and their shapes. */
final class Shapes {

  private static final Map<Kind, DocumentsOfKind> ALL = new EnumMap<>(Kind.class);

  static {
    for (Kind kind : Kind.values()) {
      ALL.put(kind, documents(kind));
    }
  }

  private final ChannelKinds channels;

  Shapes(ChannelKinds channels) {
    this.channels = channels;
  }

  private static DocumentsOfKind documents(Kind kind) {
    return switch (kind) {
      case PROVIDER -> new ProviderDocuments();
      case USER -> new UserDocuments();
      case SERVICE_ACCOUNT -> ServiceAccountDocuments.made();
      case TEAM -> new TeamDocuments();
      case HOLIDAY_CALENDAR -> new HolidayCalendarDocuments();
      case SCHEDULE -> new ScheduleDocuments();
      case IMPACT_SCOPE -> ScopeDocuments.made();
      case TAG -> TagDocuments.made();
      case ESCALATION_POLICY -> PolicyDocuments.made();
      case SERVICE -> ServiceDocuments.made();
      case DRILL_SCHEDULE -> DrillScheduleDocuments.made();
      case SOURCE -> new SourceDocuments();
      case HEARTBEAT -> HeartbeatDocuments.made();
      case EVENT_WEBHOOK -> new EventWebhookDocuments();
      case STATUS_COMPONENT -> new StatusComponentDocuments();
      case MESSAGE_TEMPLATE -> new MessageTemplateDocuments();
      case INHIBIT_RULE -> InhibitRuleDocuments.made();
      case MAINTENANCE_WINDOW -> MaintenanceWindowDocuments.made();
      case TIME_INTERVAL -> TimeIntervalDocuments.made();
      case LOOKUP_TABLE -> LookupTableDocuments.made();
      case RULE_SET -> new RuleSetDocuments();
      case NOTIFICATION_MATRIX -> MatrixDocuments.made();
      case DELIVERY_POLICY -> DeliveryPolicyDocuments.made();
      case FLAPPING_POLICY -> FlappingPolicyDocuments.made();
      case STORM_POLICY -> StormPolicyDocuments.made();
      case MESSAGE_LANGUAGE -> MessageLanguageDocuments.made();
      case VERIFICATION_SETTINGS -> new VerificationSettingsDocuments();
      case ROOM_SETTINGS -> RoomSettingsDocuments.made();
      case STATUS_PAGE -> new StatusPageDocuments();
      case LOG_IN_SETTINGS -> new LogInSettingsDocuments();
      case FALLBACK -> new FallbackDocuments();
      case DEFAULT_ON_CALL -> new DefaultOnCallDocuments();
    };
  }

  static DocumentsOfKind of(Kind kind) {
    return Objects.requireNonNull(ALL.get(kind));
  }

  /**
   * @param document whose type says what of the config of a provider is secret
   */
  Fields of(Kind kind, JsonNode document) {
    return of(kind).shape(channels, document);
  }

  /** What a document means by what it leaves out, where that depends on another member. */
  static void complete(Kind kind, ObjectNode document) {
    of(kind).complete(document);
  }
}
