package dev.imas.core.profile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.DeploymentState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what a shape says {@code also}: a deployment or a push, beside the alert. */
final class FactRuleReader {

  private static final Set<String> OF_DEPLOYMENT =
      Set.of(
          "id",
          "state",
          "at",
          "environment",
          "tier",
          "repository",
          "repository_id",
          "sha",
          "previous_sha",
          "ref",
          "actor",
          "started_at",
          "finished_at",
          "url");
  private static final Set<String> OF_COMMIT = Set.of("list", "sha", "time", "author", "title");
  private static final Set<String> OF_PUSH =
      Set.of(
          "commits",
          "repository",
          "repository_id",
          "ref",
          "before",
          "after",
          "at",
          "actor",
          "total",
          "url");

  private final TextRules texts;
  private final SenderProfile.Faults faults;

  FactRuleReader(TextRules texts, SenderProfile.Faults faults) {
    this.texts = texts;
    this.faults = faults;
  }

  /**
   * @param fact null where nothing can be made of it
   * @param ofCommits pointers into the list of commits, apart from those of the shape
   */
  record Read(@Nullable FactRule fact, @Nullable Pointer commits, List<Pointer> ofCommits) {
    static final Read NOTHING = new Read(null, null, List.of());
  }

  Read read(String at, @Nullable JsonNode value, boolean hasAlerts) {
    if (value == null) {
      return Read.NOTHING;
    }
    if (!value.isObject() || value.size() != 1) {
      faults.add(at, "must be an object with either deployment or push");
      return Read.NOTHING;
    }
    if (value.has("deployment")) {
      return new Read(deployment(at + "/deployment", value.get("deployment")), null, List.of());
    }
    if (value.has("push")) {
      return push(at + "/push", value.get("push"), hasAlerts);
    }
    faults.add(at, "must be an object with either deployment or push");
    return Read.NOTHING;
  }

  private @Nullable FactRule deployment(String at, JsonNode value) {
    if (!isObject(at, value, OF_DEPLOYMENT)) {
      return null;
    }
    JsonNode state = value.path("state");
    TextRule of = text(at + "/state", state, "of");
    Map<String, DeploymentState> states = new HashMap<>();
    Set<String> known = new HashSet<>(Set.of("of"));
    for (DeploymentState one : DeploymentState.values()) {
      known.add(one.wireName());
      JsonNode words = state.get(one.wireName());
      if (words != null) {
        String where = at + "/state/" + one.wireName();
        for (String word : texts.words(where, words, new HashSet<>())) {
          if (states.put(word, one) != null) {
            faults.add(where, "has a word that another list has, too: " + word);
          }
        }
      }
    }
    if (of == null || states.isEmpty() || !isObject(at + "/state", state, known)) {
      faults.add(at + "/state", "must be an object with of, and a list of words for each state");
      return null;
    }
    return new FactRule.Deployment(
        text(at, value, "id"),
        of,
        states,
        text(at, value, "at"),
        text(at, value, "environment"),
        text(at, value, "tier"),
        text(at, value, "repository"),
        text(at, value, "repository_id"),
        text(at, value, "sha"),
        text(at, value, "previous_sha"),
        text(at, value, "ref"),
        text(at, value, "actor"),
        text(at, value, "started_at"),
        text(at, value, "finished_at"),
        text(at, value, "url"));
  }

  private Read push(String at, JsonNode value, boolean hasAlerts) {
    JsonNode list = value.path("commits");
    if (hasAlerts) {
      faults.add(at, "cannot be said of a body that is a list of alerts");
      return Read.NOTHING;
    }
    if (!isObject(at, value, OF_PUSH) || !isObject(at + "/commits", list, OF_COMMIT)) {
      return Read.NOTHING;
    }
    String where = at + "/commits/list";
    Pointer commits = texts.pointerApart(where, list.path("list").textValue());
    if (commits == null || commits.path().indexOf(Pointer.EACH) != commits.path().size() - 1) {
      faults.add(where, "must be one list of commits, ending in /*");
      return Read.NOTHING;
    }
    List<Pointer> ofShape = texts.takePointers();
    TextRule sha = text(at + "/commits", list, "sha");
    TextRule time = text(at + "/commits", list, "time");
    TextRule author = text(at + "/commits", list, "author");
    TextRule title = text(at + "/commits", list, "title");
    List<Pointer> ofCommits = texts.takePointers();
    texts.give(ofShape);
    return new Read(
        new FactRule.Push(
            commits,
            sha,
            time,
            author,
            title,
            text(at, value, "repository"),
            text(at, value, "repository_id"),
            text(at, value, "ref"),
            text(at, value, "before"),
            text(at, value, "after"),
            text(at, value, "at"),
            text(at, value, "actor"),
            text(at, value, "total"),
            text(at, value, "url")),
        commits,
        ofCommits);
  }

  private @Nullable TextRule text(String at, JsonNode of, String member) {
    JsonNode value = of.get(member);
    return value == null ? null : texts.read(at + "/" + member, value);
  }

  private boolean isObject(String at, JsonNode value, Set<String> known) {
    if (!value.isObject()) {
      faults.add(at, "must be an object");
      return false;
    }
    value
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                faults.add(
                    at + "/" + TextRules.escaped(name),
                    "is not known; the members are "
                        + known.stream().sorted().collect(Collectors.joining(", ")));
              }
            });
    return true;
  }
}
