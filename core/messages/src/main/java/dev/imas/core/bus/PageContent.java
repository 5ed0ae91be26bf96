package dev.imas.core.bus;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The content of a message: the {@code payload} of a delivery, as JSON with snake_case names (see
 * {@code platform.Json}). Core writes it in the transaction of the change, and the notifier reads
 * it. It describes that moment: a message that goes out late still tells what happened then.
 *
 * <p>Unknown members are ignored, since the process that wrote them may be newer than the one that
 * sends.
 *
 * @param event {@code incident.triggered}, {@code .acknowledged}, {@code .mitigated}, {@code
 *     .resolved}, {@code .reopened}, {@code .refired}, {@code .grew}, {@code .escalated}, {@code
 *     .reminded}, {@code .scope_added}, {@code .severity_changed}, {@code .service_changed}, {@code
 *     .breached}, {@code .updated} or {@code .handed_over}; {@link #TEST}, {@link #VERIFICATION};
 *     or one that begins with {@link #NOTICE}
 * @param occurredAt when it happened
 * @param tenant the tenant's name, for people who serve several
 * @param message one line for people about this event, beside the title; may be empty
 * @param author who or what did it
 * @param note for this receiver alone: why it gets a page that was meant for others
 * @param notice what a notice says, for whoever knows the receiver's language; the incident has it
 *     in English
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PageContent(
    String event,
    Instant occurredAt,
    @Nullable String tenant,
    Incident incident,
    @Nullable String message,
    @Nullable String author,
    @Nullable String note,
    @Nullable Notice notice) {

  /** The title and the text of a notice. */
  public record Notice(Saying title, Saying text) {}

  public PageContent(
      String event,
      Instant occurredAt,
      @Nullable String tenant,
      Incident incident,
      @Nullable String message,
      @Nullable String author,
      @Nullable String note) {
    this(event, occurredAt, tenant, incident, message, author, note, null);
  }

  /** The event of an update for stakeholders: its message is what somebody wrote. */
  public static final String UPDATED = "incident.updated";

  /** The event of a sample that tests a contact; its incident does not exist. */
  public static final String TEST = "contact.test";

  /**
   * The event of a message with the code that verifies a contact of a person. The code is not in
   * it: see {@code platform.ContactCode}.
   */
  public static final String VERIFICATION = "contact.verification";

  /**
   * The beginning of the event of a message that is about no incident: {@code notice.schedule}. Its
   * incident stands for what it is about: the title and description are the message, and the URL,
   * if any, is a path of core's.
   */
  public static final String NOTICE = "notice.";

  /** The event of a drill's message. */
  public static final String DRILL = NOTICE + "drill";

  /** The event of a message about many incidents: see {@link Digest}. */
  public static final String DIGEST = "incidents.digest";

  public PageContent {
    Objects.requireNonNull(event, "event");
    Objects.requireNonNull(occurredAt, "occurred_at");
    Objects.requireNonNull(incident, "incident");
  }

  /** Whether an event of this name is a message about something other than an incident. */
  public static boolean isNotice(String event) {
    return event.startsWith(NOTICE);
  }

  public PageContent withNote(String forReceiver) {
    return new PageContent(
        event, occurredAt, tenant, incident, message, author, forReceiver, notice);
  }

  /** The same under another title of its incident. */
  public PageContent withTitle(String title) {
    return saying(title, incident.description);
  }

  /** The same in other words. */
  public PageContent saying(String title, @Nullable String description) {
    return new PageContent(
        event,
        occurredAt,
        tenant,
        new Incident(
            incident.id,
            incident.shortId,
            title,
            description == null || description.isEmpty() ? null : description,
            incident.severity,
            incident.status,
            incident.service,
            incident.team,
            incident.alertCount,
            incident.createdAt,
            incident.url,
            incident.firingCount,
            incident.alert,
            incident.reopenCount,
            incident.unacknowledgeCount),
        message,
        author,
        note);
  }

  /**
   * @param shortId as stored, with or without the {@code INC-} prefix
   * @param status TRIGGERED, ACKNOWLEDGED, MITIGATED or RESOLVED
   * @param team the owning team's name
   * @param url the incident's page for people; if absent, the notifier makes one from {@code
   *     public.url}
   * @param firingCount how many of its alerts fire
   * @param alert the alert that opened it; absent if a person did
   * @param reopenCount how often it was opened again after it was resolved
   * @param unacknowledgeCount how often an acknowledgement was taken back; left out if never
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Incident(
      UUID id,
      String shortId,
      String title,
      @Nullable String description,
      Severity severity,
      String status,
      Service service,
      @Nullable String team,
      int alertCount,
      Instant createdAt,
      @Nullable String url,
      int firingCount,
      @Nullable Alert alert,
      int reopenCount,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) int unacknowledgeCount) {

    /** An incident of which no acknowledgement was taken back. */
    public Incident(
        UUID id,
        String shortId,
        String title,
        @Nullable String description,
        Severity severity,
        String status,
        Service service,
        @Nullable String team,
        int alertCount,
        Instant createdAt,
        @Nullable String url,
        int firingCount,
        @Nullable Alert alert,
        int reopenCount) {
      this(
          id,
          shortId,
          title,
          description,
          severity,
          status,
          service,
          team,
          alertCount,
          createdAt,
          url,
          firingCount,
          alert,
          reopenCount,
          0);
    }

    public Incident {
      Objects.requireNonNull(id, "incident.id");
      Objects.requireNonNull(shortId, "incident.short_id");
      Objects.requireNonNull(title, "incident.title");
      Objects.requireNonNull(severity, "incident.severity");
      Objects.requireNonNull(status, "incident.status");
      Objects.requireNonNull(service, "incident.service");
      Objects.requireNonNull(createdAt, "incident.created_at");
    }
  }

  /**
   * An alert's texts, cut to what a message can carry.
   *
   * @param url a link back to the monitoring system
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Alert(
      String name,
      Map<String, String> labels,
      Map<String, String> annotations,
      @Nullable String url) {

    public Alert {
      Objects.requireNonNull(name, "incident.alert.name");
      labels = sorted(labels);
      annotations = sorted(annotations);
    }

    /** Sorted by name, so that equal messages have equal bytes. */
    private static Map<String, String> sorted(@Nullable Map<String, String> map) {
      return map == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(map));
    }
  }

  /**
   * @param tier TIER_1_CRITICAL, TIER_2 or TIER_3
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Service(
      @Nullable UUID id, String name, @Nullable String tier, @Nullable String runbookUrl) {

    public Service {
      Objects.requireNonNull(name, "incident.service.name");
    }
  }
}
