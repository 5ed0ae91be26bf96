package dev.imas.core.rule;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.imas.core.model.ShownText;
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
 * @param enrich what it sets of the labels that later rules and the group see, from a lookup table;
 *     null for nothing
 * @param title the title of an incident that its alert opens, in the form of {@link TitleTemplate};
 *     null for the alert's own
 * @param escalationPolicy name or id of the policy that such an incident follows; null leaves it to
 *     labels, service and team
 * @param impactScopes names or ids of the scopes that such an incident begins with; null for none
 * @param tags the tags that such an incident gets, each a name or a template like that of a title;
 *     those of all rules that match add up; null for none
 * @param groupWait how long the first word of such an incident waits for further alerts of its
 *     group, as an ISO 8601 duration of whole seconds; null for none
 * @param groupInterval how long after the last message people are told again of alerts that have
 *     joined such an incident, as an ISO 8601 duration of whole seconds; null for not at all
 * @param repeatInterval how often people are reminded of such an incident while nobody acknowledges
 *     it, written alike; null for as the installation says
 * @param reopenWindow how long after its end such an incident is reopened when its group fires
 *     again, written alike; null for as the service or the installation says
 * @param muteTimes names or ids of the time intervals in which its alerts are hidden; null for none
 * @param activeTimes names or ids of the time intervals outside of which they are hidden; null for
 *     none
 * @param drop why its alerts are dropped: they are counted and kept as side events, and open
 *     nothing. A recovery is applied all the same. Null for alerts that are kept
 * @param shouldRecord whether its alerts are kept and listed, but open nothing and notify nobody;
 *     null for no
 * @param isActive false for a rule that is not tried; null for one that is
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
    @Nullable Enrichment enrich,
    @Nullable String title,
    @Nullable String escalationPolicy,
    @Nullable List<String> impactScopes,
    @Nullable List<String> tags,
    @Nullable String groupWait,
    @Nullable String groupInterval,
    @Nullable String repeatInterval,
    @Nullable String reopenWindow,
    @Nullable List<String> muteTimes,
    @Nullable List<String> activeTimes,
    @Nullable String drop,
    @JsonProperty("record") @Nullable Boolean shouldRecord,
    @JsonProperty("is_active") @Nullable Boolean isActive,
    @JsonProperty("continue") boolean continues) {

  /** What {@code group_by} says for "each alert its own incident". */
  public static final String ALL_LABELS = "...";

  // JSON may hold null anywhere. It becomes the empty text, which the check refuses where a text is
  // required.
  public RuleDefinition {
    name = ShownText.of(orEmpty(name));
    description = ShownText.of(orEmpty(description));
    title = title == null ? null : ShownText.of(title);
    drop = drop == null ? null : ShownText.of(drop);
    shouldRecord = Boolean.TRUE.equals(shouldRecord) ? true : null;
    isActive = Boolean.FALSE.equals(isActive) ? false : null;
    matchers = matchers == null ? List.of() : texts(matchers);
    when = ConditionJson.canonical(when);
    severityMapping = severityMapping == null ? null : mapping(severityMapping);
    groupBy = groupBy == null ? null : texts(groupBy);
    impactScopes = impactScopes == null ? null : texts(impactScopes);
    tags = tags == null ? null : texts(tags);
    muteTimes = muteTimes == null ? null : texts(muteTimes);
    activeTimes = activeTimes == null ? null : texts(activeTimes);
  }

  /** A rule that decides nothing, and lets later rules decide. */
  public static RuleDefinition matching(List<String> matchers) {
    return new RuleDefinition(
        "", "", matchers, null, null, null, null, null, null, null, null, null, null, null, null,
        null, null, null, null, null, null, null, null, true);
  }

  /** The same rule, with another enrichment. */
  public RuleDefinition enriching(@Nullable Enrichment other) {
    return new RuleDefinition(
        name,
        description,
        matchers,
        when,
        service,
        severity,
        severityMapping,
        groupBy,
        autoResolve,
        other,
        title,
        escalationPolicy,
        impactScopes,
        tags,
        groupWait,
        groupInterval,
        repeatInterval,
        reopenWindow,
        muteTimes,
        activeTimes,
        drop,
        shouldRecord,
        isActive,
        continues);
  }

  /** Whether it says anything of the incident that its alert opens, or when it is hidden. */
  public boolean acts() {
    return title != null
        || escalationPolicy != null
        || impactScopes != null
        || tags != null
        || groupWait != null
        || groupInterval != null
        || repeatInterval != null
        || reopenWindow != null
        || muteTimes != null
        || activeTimes != null
        || shouldRecord != null;
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
