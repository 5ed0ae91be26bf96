package dev.imas.core.option;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.CustomField;
import dev.imas.core.model.Severity;
import dev.imas.core.profile.SenderProfile;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code config} of a source: how its bodies are read and how its requests are authenticated.
 * Core checks what it stores with this class, and the gateway reads what was stored with it.
 *
 * @param identityLabels the labels that identify an alert; empty means all but the ignored ones
 * @param ignoredLabels the labels that do not, if no identity labels are named
 * @param severities severity by word, in lower case and without surrounding space
 * @param resolveTimeout how long an alert without an end time fires; null for the default
 * @param mapping where a custom sender keeps its fields
 * @param profile how the bodies of a source of type PROFILE are read; null where it has none
 * @param keyHeader a further header that may hold the source's key, in lower case
 * @param unsignedTime whether a signature is accepted that does not cover a time
 * @param readsAlerts whether its keys may read alerts as from an Alertmanager; null leaves it to
 *     the source's type
 * @param readsAllAlerts whether they then read those of the whole tenant, and not only the source's
 * @param silences whether its keys may silence alerts of the tenant, as an Alertmanager's clients
 *     do
 * @param kafka the topic that its bodies are also read from; null where there is none
 * @param keepsBodies whether its newest bodies are kept for a day, to be looked at and tried
 * @param sns the topics of Amazon SNS that alone may post to it, signed; null where nothing is said
 * @param sharesIdentity whether its alerts are one with those of the same name of other sources
 *     that share theirs: each of them may end them
 * @param test whether what is posted to it is a test
 */
public record SourceConfig(
    Set<String> identityLabels,
    Set<String> ignoredLabels,
    Map<String, Severity> severities,
    @Nullable Duration resolveTimeout,
    Mapping mapping,
    @Nullable SenderProfile profile,
    @Nullable String keyHeader,
    boolean unsignedTime,
    @Nullable Boolean readsAlerts,
    boolean readsAllAlerts,
    boolean silences,
    @Nullable KafkaTopic kafka,
    boolean keepsBodies,
    @Nullable SnsTopics sns,
    boolean sharesIdentity,
    TestMode test) {

  /** All members that a configuration may have. */
  public static final Set<String> MEMBERS =
      Set.of(
          "alertmanager_api",
          "identity_labels",
          "ignored_labels",
          "kafka",
          "key_header",
          "mapping",
          "may_silence",
          "profile",
          "reads_all_alerts",
          "recent_bodies",
          "resolve_timeout",
          "severity_mapping",
          "shared_identity",
          "sns",
          "stale_after",
          "test_mode",
          "unsigned_time");

  /** The configuration of a source for which nothing is set. */
  public static final SourceConfig NONE =
      new SourceConfig(
          Set.of(),
          Set.of(),
          Map.of(),
          null,
          Mapping.NONE,
          null,
          null,
          false,
          null,
          false,
          false,
          null,
          true,
          null,
          false,
          TestMode.OFF);

  public SourceConfig {
    identityLabels = Set.copyOf(identityLabels);
    ignoredLabels = Set.copyOf(ignoredLabels);
    severities = Map.copyOf(severities);
  }

  /**
   * JSON pointers into a custom sender's bodies.
   *
   * @param fields pointers by field, one of {@link CustomField#NAMES}
   * @param labels pointers by label name
   * @param resolvedWords further values of {@code status} that mean recovery
   */
  public record Mapping(
      Map<String, String> fields, Map<String, String> labels, Set<String> resolvedWords) {

    public static final Mapping NONE = new Mapping(Map.of(), Map.of(), Set.of());

    public Mapping {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
      labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
      resolvedWords = Set.copyOf(resolvedWords);
    }
  }

  /** Receives what is wrong with a configuration. */
  @FunctionalInterface
  public interface Faults {

    /**
     * @param pointer JSON pointer to the member within the configuration; empty for the whole
     * @param expected what it must be, as the rest of a sentence
     */
    void add(String pointer, String expected);
  }

  /**
   * Reads what can be read. A wrong member is reported and left out. One that is not in {@link
   * #MEMBERS} is ignored, since a later version may have stored it.
   */
  public static SourceConfig read(JsonNode config, Faults faults) {
    return new SourceConfigReader(faults).read(config);
  }
}
