package dev.imas.core.imports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.rule.Matcher;
import dev.imas.core.rule.Operator;
import dev.imas.core.rule.RuleLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes documents of inhibit rules. */
final class InhibitReader {

  /** Every alert has a name here, so it says nothing new. */
  private static final Matcher ANY_ALERT = Matcher.of("alertname", Operator.NOT_EQUALS, "");

  private final Duration patience;
  private final ImportNames names = new ImportNames();
  private final ImportNames keys = new ImportNames();
  private final ImportReport report;

  /**
   * @param patience how long a target that comes first waits for its source
   */
  InhibitReader(Duration patience, ImportReport report) {
    this.patience = patience;
    this.report = report;
  }

  /** Empty if it cannot be read or carried over. Then the report or the faults say so. */
  Optional<ObjectNode> read(Fields rule) {
    // A matcher that cannot be read is no fault of the file here: without the rule, more is told.
    FileFaults own = new FileFaults();
    MatcherReader matchers = new MatcherReader(own);
    List<Matcher> source =
        matchers.read(rule, "source_match", "source_match_re", "source_matchers");
    List<Matcher> target =
        matchers.read(rule, "target_match", "target_match_re", "target_matchers");
    Set<String> equal = new LinkedHashSet<>();
    rule.texts("equal").forEach(label -> equal.add(String.valueOf(label.text())));
    String name = rule.text("name");
    report.unread(rule);
    if (!own.isEmpty()) {
      report.left(rule.path(), "it mutes nothing here: " + own.all().getFirst().says());
      return Optional.empty();
    }
    if (Math.max(source.size(), target.size()) >= RuleLimits.MATCHERS_PER_RULE
        || equal.size() > RuleLimits.GROUP_BY_LABELS) {
      report.left(
          rule.path(), "it has more matchers or labels than IMAS takes, so it mutes nothing");
      return Optional.empty();
    }
    return Optional.of(document(rule, name, source, target, List.copyOf(equal)));
  }

  private ObjectNode document(
      Fields rule,
      @Nullable String given,
      List<Matcher> source,
      List<Matcher> target,
      List<String> equal) {
    String name = names.name(given == null ? rule.path() : given);
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("kind", "inhibit_rule").put("key", keys.key("alertmanager-" + name));
    document.put("name", name);
    add(document.putArray("source_matchers"), certain(rule, "source", source));
    add(document.putArray("target_matchers"), certain(rule, "target", target));
    if (!equal.isEmpty()) {
      add(document.putArray("equal"), List.copyOf(equal));
    }
    document.put("wait", patience.toString());
    report.carried(
        rule.path(),
        "is the inhibit rule '"
            + name
            + "'. Its wait is the group_wait of the root route, at most ten minutes");
    return document;
  }

  /** IMAS wants one matcher that does not match the empty text. */
  private List<String> certain(Fields rule, String side, List<Matcher> matchers) {
    if (matchers.stream().anyMatch(matcher -> !matcher.matchesValue(""))) {
      return MatcherReader.texts(matchers);
    }
    List<Matcher> all = new ArrayList<>(matchers);
    all.add(ANY_ALERT);
    report.changed(
        rule.path(),
        "its "
            + side
            + " matchers match alerts without any labels, which IMAS refuses; "
            + ANY_ALERT
            + " was added, and every alert has a name here");
    return MatcherReader.texts(all);
  }

  private static void add(ArrayNode list, List<String> texts) {
    texts.forEach(list::add);
  }
}
