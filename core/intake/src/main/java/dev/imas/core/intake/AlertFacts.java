package dev.imas.core.intake;

import dev.imas.core.bus.PageContent;
import dev.imas.core.incident.OpeningAlert;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.model.ShownText;
import dev.imas.core.rule.Naming;
import dev.imas.core.rule.PastRouting;
import dev.imas.core.rule.RuleActions;
import dev.imas.core.rule.TitleTemplate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The facts of an alert that give an incident its title and description (requirement ING-11).
 *
 * @param firstSeen when its episode began
 * @param routed how it was routed
 * @param actions what they say of an incident that it opens
 * @param unknown its sender's words that nobody knows, by what they are for: {@code severity},
 *     {@code status}
 */
public record AlertFacts(
    UUID fingerprint,
    String name,
    String source,
    Map<String, String> labels,
    Map<String, String> annotations,
    @Nullable String url,
    @Nullable Instant senderStartsAt,
    Instant firstSeen,
    PastRouting routed,
    RuleActions actions,
    Map<String, String> unknown) {

  private static final String[] TITLES = {"summary", "title", "message"};

  /** Where else a sender writes what is wrong. */
  private static final String[] TELLING = {
    "description",
    "subject",
    "text",
    "msg",
    "reason",
    "details",
    "detail",
    "error",
    "body",
    "content"
  };

  private static final int LABELS_OF_A_TITLE = 5;
  private static final String[] DESCRIPTIONS = {"description", "message"};

  public AlertFacts {
    name = ShownText.of(name);
    source = ShownText.of(source);
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    unknown = Map.copyOf(unknown);
  }

  /** Of a sender whose words are all known. */
  public AlertFacts(
      UUID fingerprint,
      String name,
      String source,
      Map<String, String> labels,
      Map<String, String> annotations,
      @Nullable String url,
      @Nullable Instant senderStartsAt,
      Instant firstSeen,
      PastRouting routed,
      RuleActions actions) {
    this(
        fingerprint,
        name,
        source,
        labels,
        annotations,
        url,
        senderStartsAt,
        firstSeen,
        routed,
        actions,
        Map.of());
  }

  /** The words that the gateway has flagged as unknown. */
  static Map<String, String> unknownOf(Map<String, String> details) {
    Map<String, String> unknown = new TreeMap<>();
    List<String> flags = List.of(details.getOrDefault("flags", "").split(","));
    for (String what : new String[] {"severity", "status"}) {
      if (flags.contains("unknown_" + what)) {
        unknown.put(what, details.getOrDefault(what + "_text", ""));
      }
    }
    return unknown;
  }

  /**
   * What people are told of words that nobody knows; empty where all are known.
   *
   * @param taken how severe it counts as
   */
  String unknownWords(Severity taken) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(unknown)
        .forEach(
            (what, word) -> {
              text.append(text.isEmpty() ? "its " : ", and its ").append(what);
              text.append(
                  word.isBlank() ? " is missing" : " \"" + cut(word, 100) + "\" is not known");
              text.append(
                  what.equals("severity")
                      ? ", so it counts as " + taken
                      : ", so it counts as firing");
            });
    return ShownText.of(text.toString());
  }

  AlertFacts with(RuleActions said) {
    return new AlertFacts(
        fingerprint,
        name,
        source,
        labels,
        annotations,
        url,
        senderStartsAt,
        firstSeen,
        routed,
        said,
        unknown);
  }

  /**
   * As its rule words it, otherwise the first annotation with a title, otherwise its name. Where
   * the name could be that of anything, the most telling of what else it has.
   */
  public String title(int longest) {
    String text = worded();
    if (text.isEmpty()) {
      String title = firstAnnotation(TITLES);
      text = title != null ? title : named();
    }
    text = ShownText.of(text).strip();
    text = text.isEmpty() ? "Unnamed alert" : text;
    return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }

  private String named() {
    String rule = labels.get("rulename");
    if (Naming.isOfAnyRule(name) && rule != null && !rule.isBlank()) {
      return name + ": " + rule.strip();
    }
    if (!name.isBlank() && !Naming.saysNothing(name)) {
      return name;
    }
    String telling = firstAnnotation(TELLING);
    if (telling != null) {
      return telling.lines().findFirst().orElse(telling).strip();
    }
    String known =
        new TreeMap<>(labels)
            .entrySet().stream()
                .filter(label -> !label.getKey().equals("alertname") && !label.getValue().isBlank())
                .map(label -> label.getKey() + "=" + label.getValue())
                .limit(LABELS_OF_A_TITLE)
                .collect(Collectors.joining(", "));
    String shown = name.isBlank() ? "Unnamed alert" : name;
    return known.isEmpty() ? shown : shown + ": " + known;
  }

  private String worded() {
    TitleTemplate template = actions.title();
    return template == null ? "" : template.render(name, source, labelsOfRules(), annotations);
  }

  /** The labels, with what rules have set of them. */
  private Map<String, String> labelsOfRules() {
    if (actions.labels().isEmpty()) {
      return labels;
    }
    Map<String, String> all = new TreeMap<>(labels);
    all.putAll(actions.labels());
    return all;
  }

  /**
   * How long the first word of an incident that it opens waits for the rest of its group. What is
   * critical never waits.
   */
  Duration groupWait(Severity severity) {
    return severity == Severity.SEV1_CRITICAL ? Duration.ZERO : actions.groupWait();
  }

  /**
   * The sender's description, then source, name, sorted labels, and a link to the monitoring
   * system.
   *
   * @param taken how severe it counts as
   */
  String description(Severity taken, int longest) {
    StringBuilder text = new StringBuilder();
    String own = firstAnnotation(DESCRIPTIONS);
    if (own != null) {
      text.append(own).append("\n\n");
    }
    text.append("Source: ").append(source).append("\nAlert: ").append(name);
    if (!labels.isEmpty()) {
      text.append("\nLabels:");
      new TreeMap<>(labels)
          .forEach((label, value) -> text.append("\n  ").append(label).append(" = ").append(value));
    }
    String odd = unknownWords(taken);
    if (!odd.isEmpty()) {
      text.append("\nNote: ").append(odd);
    }
    if (url != null && !url.isBlank()) {
      text.append("\nMonitoring: ").append(url);
    }
    String shown = ShownText.of(text.toString());
    return shown.length() <= longest ? shown : shown.substring(0, longest - 1) + "…";
  }

  /** The alert, as that which opens an incident. Messages show what its sender posted. */
  OpeningAlert opening() {
    return new OpeningAlert(
        Labels.of(labelsOfRules()),
        forPages(),
        actions,
        tags(),
        actions.labels().isEmpty() ? null : routed.ruleSet());
  }

  /** The names of the tags that its rules give such an incident. */
  private List<String> tags() {
    return actions.tags().stream()
        .map(template -> template.render(name, source, labelsOfRules(), annotations))
        .filter(tag -> !tag.isEmpty())
        .toList();
  }

  /**
   * The alert for messages, whose receivers have limits: the first labels and annotations by name,
   * each cut.
   */
  PageContent.Alert forPages() {
    return new PageContent.Alert(
        cut(name, 200), cut(labels, 50, 200), cut(annotations, 20, 1_000), url);
  }

  private static Map<String, String> cut(Map<String, String> all, int most, int longest) {
    Map<String, String> kept = new TreeMap<>();
    new TreeMap<>(all)
        .entrySet().stream()
            .limit(most)
            .forEach(
                e -> kept.put(ShownText.of(e.getKey()), cut(ShownText.of(e.getValue()), longest)));
    return kept;
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }

  private @Nullable String firstAnnotation(String[] names) {
    for (String annotation : names) {
      String value = annotations.get(annotation);
      if (value != null && !value.isBlank()) {
        return value.strip();
      }
    }
    return null;
  }
}
