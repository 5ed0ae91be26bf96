package dev.imas.core.simulation;

import dev.imas.core.intake.Transition;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.core.rule.Decision;
import dev.imas.core.rule.LookupTable;
import dev.imas.core.rule.Naming;
import dev.imas.core.rule.RoutedAlert;
import dev.imas.core.rule.Routing;
import dev.imas.core.rule.RoutingTable;
import dev.imas.core.rule.RuleSetDefinition;
import dev.imas.core.rule.ServiceCatalog;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Routes what was received by other rules, with the engine of the gateways. One thread at a time.
 */
final class Rerouting {

  private final RoutingTable ending;
  private final RoutingTable staying;
  private final List<String> names;
  private final int[] matched;
  private long guessedSeverities;

  /**
   * Compiles the rules, which may take seconds.
   *
   * @param version 0 for a draft, or for no rules
   */
  Rerouting(
      int version, RuleSetDefinition rules, ServiceCatalog catalog, LookupTable.Versions tables) {
    this.ending = RoutingTable.compile(version, rules, catalog, true, tables);
    this.staying = ending.defaultingTo(false);
    this.names = rules.rules().stream().map(rule -> rule.name().strip()).toList();
    this.matched = new int[names.size()];
  }

  /**
   * @return null if the alert's labels are not kept any more
   */
  @Nullable Routing route(Received received) {
    Labels labels = received.labels();
    if (labels == null) {
      return null;
    }
    Transition t = received.transition();
    Decision decision = Decision.of(t.decision());
    // Where the rules of that time were silent, this is the gateway's setting.
    RoutingTable table = decision.autoResolve() ? ending : staying;
    boolean counts = received.opensEpisode();
    guessedSeverities += received.routed().guessesSeverity() ? 1 : 0;
    return table.route(alert(received, labels), rule -> matched[rule] += counts ? 1 : 0);
  }

  /** As it came then. */
  static RoutedAlert alert(Received received, Labels labels) {
    Transition t = received.transition();
    return received
        .routed()
        .alert(
            labels,
            t.receivedAt(),
            new Naming(Fingerprint.of(t.fingerprint()), Decision.of(t.decision()).weaklyNamed()));
  }

  /** For how many the sender's own severity was not kept, since a rule had another. */
  long guessedSeverities() {
    return guessedSeverities;
  }

  int version() {
    return ending.version();
  }

  String nameOf(int rule) {
    return names.get(rule);
  }

  /** The rules that matched no alert, by their places. */
  List<Integer> unmatched() {
    List<Integer> unmatched = new ArrayList<>();
    for (int i = 0; i < matched.length; i++) {
      if (matched[i] == 0) {
        unmatched.add(i);
      }
    }
    return unmatched;
  }
}
