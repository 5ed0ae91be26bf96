package dev.imas.core.bus;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.Naming;
import dev.imas.core.rule.Origin;
import dev.imas.core.rule.RoutedAlert;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From a gateway to core: how a {@link BodyPasted} would be read. It travels as JSON, with the
 * names of the API.
 *
 * @param path that it would be posted to
 * @param alertCount how many alerts were read
 * @param alerts the first {@link #MOST} of them, in the order of the body
 * @param brokenCount how many elements could not be read
 * @param broken the first {@link #MOST} of them
 * @param eventCount how many elements are no alerts, and are kept as events
 * @param events the first {@link #MOST} of them
 * @param unmatched pointers of the source's profile or mapping at which the body has nothing
 * @param truncatedBySender how many alerts the sender says it left out
 * @param sourceDefault the severity if nobody else gives one
 * @param autoResolve whether incidents end with their alerts unless a rule says otherwise
 */
public record BodyReading(
    String path,
    String dialect,
    int alertCount,
    List<ReadAlert> alerts,
    int brokenCount,
    List<Unread> broken,
    int truncatedBySender,
    Severity sourceDefault,
    boolean autoResolve,
    int eventCount,
    List<ReadEvent> events,
    List<String> unmatched) {

  public BodyReading {
    // A gateway of the version before does not say these.
    events = events == null ? List.of() : List.copyOf(events);
    unmatched = unmatched == null ? List.of() : List.copyOf(unmatched);
  }

  /** Of a body that holds nothing but alerts. */
  public BodyReading(
      String path,
      String dialect,
      int alertCount,
      List<ReadAlert> alerts,
      int brokenCount,
      List<Unread> broken,
      int truncatedBySender,
      Severity sourceDefault,
      boolean autoResolve) {
    this(
        path,
        dialect,
        alertCount,
        alerts,
        brokenCount,
        broken,
        truncatedBySender,
        sourceDefault,
        autoResolve,
        0,
        List.of(),
        List.of());
  }

  /**
   * An alert of the body as it comes to the rules.
   *
   * @param at when it counts as received
   * @param origin the source
   */
  public RoutedAlert routed(ReadAlert alert, Instant at, Origin origin) {
    return new RoutedAlert(
        Labels.of(alert.labels()), alert.severity(), sourceDefault, at, alert.naming(), origin);
  }

  /** So many are told of, since each is explained. */
  public static final int MOST = 20;

  /**
   * @param firing else a recovery
   * @param severity the sender's; null when it gave none that is known
   * @param weaklyNamed whether its name is a default of its sender's machinery
   */
  public record ReadAlert(
      String fingerprint,
      boolean firing,
      String name,
      Map<String, String> labels,
      Map<String, String> annotations,
      Map<String, String> details,
      @Nullable Severity severity,
      @Nullable Instant startsAt,
      @Nullable Instant endsAt,
      boolean weaklyNamed) {

    /** Of an alert with a name of its own. */
    public ReadAlert(
        String fingerprint,
        boolean firing,
        String name,
        Map<String, String> labels,
        Map<String, String> annotations,
        Map<String, String> details,
        @Nullable Severity severity,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt) {
      this(
          fingerprint,
          firing,
          name,
          labels,
          annotations,
          details,
          severity,
          startsAt,
          endsAt,
          false);
    }

    /** What was odd about it. */
    public List<String> flags() {
      String flags = details.get("flags");
      return flags == null ? List.of() : List.of(flags.split(","));
    }

    /** By which it is grouped. */
    public Naming naming() {
      return new Naming(Fingerprint.parse(fingerprint), weaklyNamed);
    }
  }

  /**
   * Something that is read and is no alert.
   *
   * @param disposition {@code dropped}, {@code change} or {@code action}
   * @param fingerprint of the alert that an action is about, else null
   * @param action what was done about it, else null
   * @param note why it is dropped, what changed, or what the author wrote; may be empty
   */
  public record ReadEvent(
      String disposition,
      String title,
      @Nullable String action,
      @Nullable String fingerprint,
      String author,
      String note) {}

  /**
   * @param pointer JSON pointer to the fault
   */
  public record Unread(String pointer, String reason) {}
}
