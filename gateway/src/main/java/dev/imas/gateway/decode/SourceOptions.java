package dev.imas.gateway.decode;

import dev.imas.core.model.Severity;
import dev.imas.gateway.fingerprint.LabelSelection;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a source's owner has set about reading its bodies.
 *
 * @param identity which labels identify an alert, in the dialects whose identity is labels
 * @param severityMapping lower-case word to severity; comes before the common list
 * @param mapping where a custom sender keeps its fields
 * @param resolveTimeout how long an alert posted without an end fires unless it is renewed
 */
public record SourceOptions(
    LabelSelection identity,
    Map<String, Severity> severityMapping,
    CustomMapping mapping,
    Duration resolveTimeout) {

  public static final Duration DEFAULT_RESOLVE_TIMEOUT = Duration.ofMinutes(5);
  public static final SourceOptions DEFAULT =
      new SourceOptions(LabelSelection.ALL, Map.of(), CustomMapping.NONE, DEFAULT_RESOLVE_TIMEOUT);

  public SourceOptions {
    severityMapping = Map.copyOf(severityMapping);
  }

  /** Configuration that cannot be used, with everything that is wrong with it. */
  public static final class InvalidOptions extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    InvalidOptions(List<String> faults) {
      super(String.join("; ", faults));
      this.faults = List.copyOf(faults);
    }

    /** Each names its key and what was expected. */
    public List<String> faults() {
      return faults;
    }
  }

  /**
   * Reads {@code identity_labels}, {@code ignored_labels} (lists of names), {@code
   * severity_mapping} (object of word to severity), {@code resolve_timeout} (such as {@code 5m})
   * and {@code mapping} (see {@link CustomMapping}) from a source's configuration. Other keys
   * belong to others.
   *
   * @throws InvalidOptions naming every fault
   */
  public static SourceOptions parse(String json) {
    return new SourceOptionsReader().read(json);
  }
}
