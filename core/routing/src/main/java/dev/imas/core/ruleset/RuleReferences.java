package dev.imas.core.ruleset;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.http.ChangeGuard;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.ruleset.NamedThings.Found;
import dev.imas.core.ruleset.NamedThings.Names;
import dev.imas.core.ruleset.RuleSetRepository.RuleSetView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the rules in force name stays there. Rules name services, policies, scopes and time
 * intervals by a text that people write, so a rename or a switch could send their alerts to triage,
 * or to nobody, without a word. Such a change is refused. What was missing before is no fault of
 * it.
 */
public final class RuleReferences implements ChangeGuard {

  private final RuleSetRepository ruleSets;
  private final NamedThings things;

  public RuleReferences(RuleSetRepository ruleSets, ServiceRepository services) {
    this.ruleSets = ruleSets;
    this.things = new NamedThings(services, Set.of());
  }

  /**
   * What the rules in force find, kind by kind.
   *
   * @param version 0 if there are no rules
   */
  private record Sight(int version, List<Found> kinds) {}

  @Override
  public <T> T around(Tx tx, Supplier<T> change) {
    Sight before = look(tx);
    T done = change.get();
    Sight after = look(tx);
    boolean areSame = before.version == after.version;
    for (int i = 0; i < after.kinds.size(); i++) {
      Found now = after.kinds.get(i);
      Found then = before.kinds.isEmpty() ? now : before.kinds.get(i);
      for (Map.Entry<String, List<String>> name : now.names().entrySet()) {
        UUID found = now.found().get(name.getKey());
        UUID was = then.found().get(name.getKey());
        boolean wasMissing = was == null && then.names().containsKey(name.getKey());
        if (!wasMissing && isLost(found, was, areSame)) {
          throw refusal(after.version, now.what(), name.getKey(), name.getValue().getFirst());
        }
      }
    }
    return done;
  }

  /**
   * @param areSame whether the rules are those of before, so that nobody meant another thing
   */
  private static boolean isLost(@Nullable UUID found, @Nullable UUID was, boolean areSame) {
    return found == null || (areSame && !found.equals(was));
  }

  private Sight look(Tx tx) {
    Optional<RuleSetView> rules =
        ruleSets.active(tx).await().flatMap(version -> ruleSets.find(tx, version).await());
    return rules
        .map(set -> new Sight(set.version(), things.find(tx, Names.of(set.definition()))))
        .orElseGet(() -> new Sight(0, List.of()));
  }

  private static Fault refusal(int version, String what, String name, String pointer) {
    return Fault.conflict(
        "the rules in force (version "
            + version
            + ", "
            + pointer
            + ") name the "
            + what
            + " '"
            + name
            + "' and would no longer find it; "
            + (what.equals(NamedThings.SERVICE)
                ? "keep this name as an alias, or change the rules first"
                : "change the rules first, or let them name its id"));
  }
}
