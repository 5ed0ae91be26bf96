package dev.imas.core.rule;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.condition.FailedPart;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why an alert is routed as it is.
 *
 * @param routing what {@link RoutingTable#route} returns for the same alert
 * @param rulesTried how many rules were tried, in order, until one ended the search
 * @param rules the rules that matched, and the first {@link #MISSES} that did not
 * @param missesLeftOut how many more did not match
 * @param opening what rules say of an incident that it opens; null for nothing
 * @param enriched what rules looked up, in order; null for nothing
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Explanation(
    Routing routing,
    Decision decision,
    int rulesTried,
    List<RuleTrace> rules,
    int missesLeftOut,
    ServiceTrace service,
    SeverityTrace severity,
    GroupTrace group,
    AutoResolveTrace autoResolve,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable OpeningTrace opening,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<EnrichTrace> enriched) {

  public static final int MISSES = 100;

  /**
   * One rule that was tried.
   *
   * @param mismatch the first matcher that failed; null when all matched
   * @param failed the parts of its condition for which it did not match; null for none
   * @param inactive true if it is switched off, so that it is not tried; null otherwise
   * @param decided the fields that this rule decided
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RuleTrace(
      int index,
      String name,
      boolean matched,
      @JsonProperty("continue") boolean continues,
      @Nullable Mismatch mismatch,
      @Nullable List<FailedPart> failed,
      @Nullable Boolean inactive,
      List<String> decided) {

    static RuleTrace ofInactive(int index, String name, boolean continues) {
      return new RuleTrace(index, name, false, continues, null, null, true, List.of());
    }
  }

  /**
   * @param actual the value of the alert's label; null if it has none, which compares as empty
   */
  public record Mismatch(String matcher, String label, @Nullable String actual) {}

  /**
   * @param rule index of the rule that named a service, found or not
   * @param missing the name that the rule gave, if the catalog does not hold it
   * @param label the label that named the service
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ServiceTrace(
      UUID id,
      String name,
      ServiceFound found,
      @Nullable Integer rule,
      @Nullable String missing,
      @Nullable String label,
      @Nullable String value) {}

  /**
   * @param label the label that a rule's mapping read
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SeverityTrace(
      Severity severity,
      SeverityFound found,
      @Nullable Integer rule,
      @Nullable String label,
      @Nullable String value) {}

  /**
   * @param by the labels that make the key; {@code ["..."]} for all
   * @param rule index of the rule that decided it; null for the default
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record GroupTrace(String key, List<String> by, @Nullable Integer rule) {}

  /**
   * @param rule index of the rule that decided it; null for the default
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record AutoResolveTrace(boolean enabled, @Nullable Integer rule) {}

  /**
   * @param title the template of its title
   * @param titleRule index of the rule that words it; the others alike
   * @param recordedBy the name of the rule by which its alerts are kept and open nothing
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OpeningTrace(
      @Nullable String title,
      @Nullable Integer titleRule,
      @Nullable String escalationPolicy,
      @Nullable Integer policyRule,
      @Nullable List<String> impactScopes,
      @Nullable Integer scopesRule,
      @Nullable List<TagTrace> tags,
      @Nullable String groupWait,
      @Nullable Integer waitRule,
      @Nullable String groupInterval,
      @Nullable Integer intervalRule,
      @Nullable String repeatInterval,
      @Nullable Integer repeatRule,
      @Nullable String reopenWindow,
      @Nullable Integer reopenRule,
      @Nullable List<String> muteTimes,
      @Nullable Integer muteRule,
      @Nullable List<String> activeTimes,
      @Nullable Integer activeRule,
      @Nullable String recordedBy,
      @Nullable Integer recordRule) {

    /** When its alerts are hidden. */
    public RuleTimes times() {
      return new RuleTimes(
          muteTimes == null ? List.of() : muteTimes,
          activeTimes == null ? List.of() : activeTimes,
          recordedBy);
    }
  }

  /**
   * @param rule index of the rule
   * @param table its name
   * @param version of the table
   * @param missing true if that version is not there any more; null otherwise
   * @param label whose value is a key of the table; null for none
   * @param key that value
   * @param set the labels that it set, from the row or by default
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record EnrichTrace(
      int rule,
      String table,
      @Nullable Integer version,
      @Nullable Boolean missing,
      @Nullable String label,
      @Nullable String key,
      Map<String, String> set) {}

  /**
   * @param tag its name, or the template of it
   * @param rule index of the first rule that gives it
   */
  public record TagTrace(String tag, int rule) {}
}
