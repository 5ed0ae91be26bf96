package dev.imas.gateway.decode;

import dev.imas.core.model.Severity;
import dev.imas.core.option.SourceConfig;
import dev.imas.core.option.TestMode;
import dev.imas.gateway.fingerprint.LabelSelection;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A source owner's settings for reading its bodies.
 *
 * @param identity which labels identify an alert, in the dialects whose identity is labels
 * @param severityMapping lower-case word to severity; it comes before the common list
 * @param mapping where a custom sender has its fields
 * @param own reads the bodies as the profile says that the owner has written; null where there is
 *     none
 * @param resolveTimeout how long an alert posted without an end fires unless it is renewed
 * @param sharesIdentity whether its alerts are one with those of other sources that share theirs
 * @param test whether what is posted to it is a test
 */
public record SourceOptions(
    LabelSelection identity,
    Map<String, Severity> severityMapping,
    CustomMapping mapping,
    @Nullable AlertDecoder own,
    Duration resolveTimeout,
    boolean sharesIdentity,
    TestMode test) {

  public static final Duration DEFAULT_RESOLVE_TIMEOUT = Duration.ofMinutes(5);
  public static final SourceOptions DEFAULT = of(SourceConfig.NONE, null);

  public SourceOptions {
    severityMapping = Map.copyOf(severityMapping);
  }

  /**
   * @param own the compiled profile of this configuration
   */
  public static SourceOptions of(SourceConfig config, @Nullable AlertDecoder own) {
    return new SourceOptions(
        new LabelSelection(config.identityLabels(), config.ignoredLabels()),
        config.severities(),
        CustomMapping.of(config.mapping()),
        own,
        Objects.requireNonNullElse(config.resolveTimeout(), DEFAULT_RESOLVE_TIMEOUT),
        config.sharesIdentity(),
        config.test());
  }
}
