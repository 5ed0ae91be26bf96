package dev.imas.core.imports;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.imports.RouteCompiler.Compiled;
import dev.imas.core.imports.RouteCompiler.Row;
import dev.imas.core.rule.RuleDefinition;
import dev.imas.core.rule.RuleFault;
import dev.imas.core.rule.RuleSetDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Translates an {@code alertmanager.yml}: routes become rules, receivers become teams, providers,
 * policies and services, and inhibit rules and time intervals stay such. Pure, and bounded in time
 * and memory; it may take seconds, so never call it on an event loop.
 */
public final class AlertmanagerImport {

  /** Characters of a file. */
  public static final int LONGEST = ConfigReader.LONGEST;

  private static final int LONGEST_RULE_NAME = 150;
  private static final Duration USUAL_WAIT = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileFaults faults = new FileFaults();
  private final ImportReport report = new ImportReport();
  private final UnaryOperator<String> located;

  private AlertmanagerImport(UnaryOperator<String> located) {
    this.located = located;
  }

  /**
   * @param config the text of the file
   * @param located makes of a path in the file, which begins at the folder of the file, one that
   *     documents can have
   */
  public static ImportResult of(String config, UnaryOperator<String> located) {
    return new AlertmanagerImport(located).result(config);
  }

  private ImportResult result(String config) {
    YamlPart.Members root = ConfigReader.read(config, faults);
    if (root == null) {
      return new ImportResult.Refused(faults.all());
    }
    List<ObjectNode> documents = documents(Fields.of(root, faults));
    return faults.isEmpty()
        ? new ImportResult.Imported(documents, report.findings(), report.secrets())
        : new ImportResult.Refused(faults.all());
  }

  private List<ObjectNode> documents(Fields file) {
    Fields global = file.fields("global");
    ReceiverReader receivers =
        new ReceiverReader(global, new Secrets(located, report), faults, report);
    TimeIntervalReader intervals = new TimeIntervalReader(faults, report);
    intervals.read(file);
    receivers.read(file.items("receivers"));
    List<TeamDraft> teams = receivers.teams();
    if (!file.has("route")) {
      faults.add(1, "route", "is missing; is this the file of an Alertmanager?");
      return List.of();
    }
    Fields route = file.fields("route");
    Set<String> names =
        teams.stream().map(TeamDraft::receiver).collect(Collectors.toUnmodifiableSet());
    Set<String> silent =
        teams.stream()
            .filter(TeamDraft::isSilent)
            .map(TeamDraft::receiver)
            .collect(Collectors.toUnmodifiableSet());
    RouteNode root = new RouteReader(names, silent, intervals.named(), faults, report).root(route);
    List<ObjectNode> hiding = hiding(file, patience(route));
    reportTheRest(file, global);
    if (!faults.isEmpty()) {
      return List.of();
    }
    ServiceDrafts services = new ServiceDrafts(teams);
    ObjectNode rules = rules(root, services, intervals);
    List<ObjectNode> documents = new ArrayList<>(receivers.providers().documents());
    teams.stream().filter(team -> !team.isSilent()).forEach(team -> documents.add(team.document()));
    documents.addAll(services.documents());
    documents.addAll(hiding);
    documents.addAll(intervals.documents());
    documents.add(rules);
    return documents;
  }

  private List<ObjectNode> hiding(Fields file, Duration patience) {
    InhibitReader reader = new InhibitReader(patience, report);
    return file.items("inhibit_rules").stream()
        .map(part -> reader.read(Fields.of(part, faults)))
        .flatMap(Optional::stream)
        .toList();
  }

  private Duration patience(Fields route) {
    String text = route.text("group_wait");
    if (text == null) {
      return USUAL_WAIT;
    }
    Optional<Duration> wait = Durations.read(text);
    if (wait.isEmpty()) {
      return USUAL_WAIT; // whoever reads the route has reported it
    }
    Duration whole = Duration.ofSeconds(wait.get().toSeconds());
    return whole.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : whole;
  }

  private void reportTheRest(Fields file, Fields global) {
    if (global.has("resolve_timeout")) {
      report.left(
          global.path("resolve_timeout"),
          "alerts without an end expire as their source says, and not by one time for all");
    }
    if (global.has("http_config")) {
      report.left(
          global.path("http_config"), "IMAS sends without proxies and certificates of your own");
    }
    if (file.has("templates")) {
      report.left(
          file.path("templates"),
          "Go templates are not read; messages have templates of their own");
    }
    for (String name : List.of("tracing", "event_recorder")) {
      if (file.has(name)) {
        report.left(file.path(name), "is about Alertmanager itself");
      }
    }
    report.unread(file);
  }

  private ObjectNode rules(RouteNode root, ServiceDrafts services, TimeIntervalReader intervals) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("kind", "rule_set").put("comment", "Imported from Alertmanager");
    ArrayNode list = document.putArray("rules");
    Optional<Compiled> compiled = RouteCompiler.compile(root);
    if (compiled.isEmpty()) {
      faults.add(
          root.line(),
          root.path(),
          "has so many routes, or so many matchers one below the other, that IMAS takes no such"
              + " rules");
      return document;
    }
    List<RuleDefinition> rules = new ArrayList<>();
    String always =
        compiled.get().rows().stream().anyMatch(row -> row.told().isEmpty())
            ? intervals.always()
            : null;
    for (Row row : compiled.get().rows()) {
      rules.add(rule(row, rules.size() + 1, services, always));
    }
    RouteReport.write(root, compiled.get(), services, report);
    for (RuleFault fault : new RuleSetDefinition(rules).faults()) {
      faults.add(root.line(), root.path(), "makes rules that IMAS refuses: " + fault);
    }
    rules.forEach(rule -> list.add(written(rule)));
    return document;
  }

  /**
   * @param always an interval that is always in force; null if no row needs it
   */
  private static RuleDefinition rule(
      Row row, int number, ServiceDrafts services, @Nullable String always) {
    boolean isSilent = row.told().isEmpty() && always != null;
    List<RouteNode> ends = row.ends();
    String name = ends.stream().map(RouteNode::path).collect(Collectors.joining(", "));
    return new RuleDefinition(
        name.length() <= LONGEST_RULE_NAME
            ? name
            : ends.getFirst().path().substring(0, Math.min(100, ends.getFirst().path().length()))
                + ", … ("
                + number
                + ")",
        "",
        MatcherReader.texts(row.when().matchers()),
        null,
        isSilent ? null : services.named(row.receivers()),
        null,
        null,
        row.last().groupBy(),
        null,
        null,
        null,
        null,
        null,
        null,
        row.last().times().waits(),
        row.last().times().groupInterval().toString(),
        row.last().times().repeatInterval().toString(),
        null,
        isSilent ? List.of(always) : orNull(row.muting().mute()),
        isSilent ? null : orNull(row.muting().active()),
        null,
        null,
        null,
        false);
  }

  private static @Nullable List<String> orNull(List<String> names) {
    return names.isEmpty() ? null : names;
  }

  /** Without what a rule says by leaving it out. */
  private static ObjectNode written(RuleDefinition rule) {
    ObjectNode written = JSON.valueToTree(rule);
    written.remove("description");
    if (!rule.continues()) {
      written.remove("continue");
    }
    if (rule.matchers().isEmpty()) {
      written.remove("matchers");
    }
    return written;
  }
}
