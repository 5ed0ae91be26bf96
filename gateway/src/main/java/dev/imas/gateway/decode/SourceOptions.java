package dev.imas.gateway.decode;

import dev.imas.core.model.Severity;
import dev.imas.core.option.SourceConfig;
import dev.imas.gateway.fingerprint.LabelSelection;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * A source owner's settings for reading its bodies.
 *
 * @param identity which labels identify an alert, in the dialects whose identity is labels
 * @param severityMapping lower-case word to severity; it comes before the common list
 * @param mapping where a custom sender has its fields
 * @param resolveTimeout how long an alert posted without an end fires unless it is renewed
 */
public record SourceOptions(
    LabelSelection identity,
    Map<String, Severity> severityMapping,
    CustomMapping mapping,
    Duration resolveTimeout) {

  public static final Duration DEFAULT_RESOLVE_TIMEOUT = Duration.ofMinutes(5);
  public static final SourceOptions DEFAULT = of(SourceConfig.NONE);

  public SourceOptions {
    severityMapping = Map.copyOf(severityMapping);
  }

  public static SourceOptions of(SourceConfig config) {
    return new SourceOptions(
        new LabelSelection(config.identityLabels(), config.ignoredLabels()),
        config.severities(),
        CustomMapping.of(config.mapping()),
        Objects.requireNonNullElse(config.resolveTimeout(), DEFAULT_RESOLVE_TIMEOUT));
  }
}
