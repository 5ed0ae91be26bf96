package dev.imas.core.option;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.CustomField;
import dev.imas.core.model.Severity;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code config} of a source: how its bodies are read, and how its posts may come. Core checks
 * by this what it stores, and the gateway reads by it what was stored.
 *
 * @param identityLabels which labels identify an alert; empty for all but the ignored ones
 * @param ignoredLabels which labels do not, where no identity labels are named
 * @param severities word to severity, in lower case and without space around it
 * @param resolveTimeout how long an alert posted without an end fires, null for the usual time
 * @param mapping where a custom sender keeps its fields
 * @param keyHeader in lower case, in which the source's key may come besides the usual ones
 * @param unsignedTime whether a signature counts that does not cover a time
 * @param readsAlerts whether its keys read alerts as from an Alertmanager; null where its type says
 */
public record SourceConfig(
    Set<String> identityLabels,
    Set<String> ignoredLabels,
    Map<String, Severity> severities,
    @Nullable Duration resolveTimeout,
    Mapping mapping,
    @Nullable String keyHeader,
    boolean unsignedTime,
    @Nullable Boolean readsAlerts) {

  /** Every member there is. */
  public static final Set<String> MEMBERS =
      Set.of(
          "alertmanager_api",
          "identity_labels",
          "ignored_labels",
          "key_header",
          "mapping",
          "resolve_timeout",
          "severity_mapping",
          "stale_after",
          "unsigned_time");

  /** Of a source for which nothing is set. */
  public static final SourceConfig NONE =
      new SourceConfig(Set.of(), Set.of(), Map.of(), null, Mapping.NONE, null, false, null);

  public SourceConfig {
    identityLabels = Set.copyOf(identityLabels);
    ignoredLabels = Set.copyOf(ignoredLabels);
    severities = Map.copyOf(severities);
  }

  /**
   * JSON pointers into a custom sender's bodies.
   *
   * @param fields by one of {@link CustomField#NAMES}
   * @param labels by the label's name
   * @param resolvedWords further words of {@code status} that mean recovery
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

  /** Told what is wrong with a configuration. */
  @FunctionalInterface
  public interface Faults {

    /**
     * @param pointer to the member, from the configuration; empty for all of it
     * @param expected what it is or must be, as the rest of a sentence
     */
    void add(String pointer, String expected);
  }

  /**
   * Reads what can be read. A member that is wrong is told and left out; one that is not of {@link
   * #MEMBERS} is passed over, since a later version may have stored it.
   */
  public static SourceConfig read(JsonNode config, Faults faults) {
    return new SourceConfigReader(faults).read(config);
  }
}
