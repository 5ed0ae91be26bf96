package dev.imas.core.load;

import dev.imas.core.model.Disposition;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks whether IMAS's ledger and its stored alerts agree with what was sent to one tenant. If
 * everything was acknowledged, the numbers must match exactly. Otherwise they must lie between what
 * is certain and what is possible.
 */
final class Reckoning {

  /**
   * One number that is checked.
   *
   * @param least the least that must be there
   * @param most the most that may be there
   */
  record Line(String name, long least, long most, long found) {
    boolean holds() {
      return least <= found && found <= most;
    }
  }

  private final List<Line> lines = new ArrayList<>();

  private Reckoning() {}

  /**
   * @param counted what the ledger counted since the storm began
   */
  static Reckoning of(Expectation sent, CoreReader.Ledger counted, CoreReader.Stored stored) {
    Reckoning reckoning = new Reckoning();
    reckoning.add("accepted", sent.acknowledged(), sent.sent(), counted.accepted());
    for (Disposition disposition : Disposition.values()) {
      long found = counted.dispositions().getOrDefault(disposition, 0L);
      reckoning.add(disposition.wireName(), sent.least(disposition), sent.most(disposition), found);
    }
    reckoning.add("imbalance", 0, 0, counted.imbalance());
    reckoning.add(
        "alerts firing",
        sent.leastStored(Expectation.FIRING),
        sent.mostStored(Expectation.FIRING),
        stored.firing());
    reckoning.add(
        "alerts resolved",
        sent.leastStored(Expectation.RESOLVED),
        sent.mostStored(Expectation.RESOLVED),
        stored.resolved());
    return reckoning;
  }

  private void add(String name, long least, long most, long found) {
    lines.add(new Line(name, least, most, found));
  }

  List<Line> lines() {
    return List.copyOf(lines);
  }

  boolean holds() {
    return lines.stream().allMatch(Line::holds);
  }
}
