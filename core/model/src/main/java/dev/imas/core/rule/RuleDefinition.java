package dev.imas.core.rule;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.imas.core.rule.condition.ConditionJson;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One rule as people write it and the database keeps it. It accepts any text; {@link
 * RuleSetDefinition#faults} says what is wrong with it.
 *
 * @param matchers all must match, each in {@link Matcher#parse}'s syntax; an empty list matches
 *     every alert
 * @param when what must hold beside the matchers, in the form of {@link
 *     dev.imas.core.rule.condition.ConditionReader}; null for nothing
 * @param service name or alias of the service to send to; null leaves it to the labels
 * @param severity overrides what the sender says; any word that {@code Severity.parse} reads
 * @param severityMapping label → value → severity; values ignore case, and labels are tried in the
 *     order of their names
 * @param groupBy the labels that separate incidents of one service. Empty means one incident per
 *     service, and {@code ["..."]} means all labels; null leaves it open
 * @param autoResolve whether the incident resolves with its last alert; null leaves it open
 * @param drop why its alerts are dropped: they are counted and kept as side events, and open
 *     nothing. A recovery is applied all the same. Null for alerts that are kept
 * @param continues whether later rules may decide what this one leaves open
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RuleDefinition(
    String name,
    String description,
    List<String> matchers,
    @Nullable JsonNode when,
    @Nullable String service,
    @Nullable String severity,
    @Nullable Map<String, Map<String, String>> severityMapping,
    @Nullable List<String> groupBy,
    @Nullable Boolean autoResolve,
    @Nullable String drop,
    @JsonProperty("continue") boolean continues) {

  /** What {@code group_by} says for "each alert its own incident". */
  public static final String ALL_LABELS = "...";

  // JSON may hold null anywhere. It becomes the empty text, which the check refuses where a text is
  // required.
  public RuleDefinition {
    name = orEmpty(name);
    description = orEmpty(description);
    matchers = matchers == null ? List.of() : texts(matchers);
    when = ConditionJson.canonical(when);
    severityMapping = severityMapping == null ? null : mapping(severityMapping);
    groupBy = groupBy == null ? null : texts(groupBy);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static List<String> texts(List<String> texts) {
    return texts.stream().map(RuleDefinition::orEmpty).toList();
  }

  private static Map<String, Map<String, String>> mapping(Map<String, Map<String, String>> from) {
    // Sorted, because jsonb forgets the order in which the labels were written.
    Map<String, Map<String, String>> copy = new TreeMap<>();
    from.forEach(
        (label, words) -> {
          Map<String, String> inner = new TreeMap<>();
          if (words != null) {
            words.forEach((word, severity) -> inner.put(word, orEmpty(severity)));
          }
          copy.put(label, Collections.unmodifiableMap(inner));
        });
    return Collections.unmodifiableMap(copy);
  }
}
