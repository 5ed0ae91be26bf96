package dev.imas.core.dora;

import dev.imas.core.dora.DoraReader.Asked;
import dev.imas.core.dora.DoraRepository.NamedCommit;
import dev.imas.core.platform.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The rows behind a metric, in the order in which the deployments ended. They are put together
 * piece by piece: what commits are called is read for a piece alone.
 */
final class DoraRows {

  private final Asked asked;
  private final DoraMetric metric;
  private final Function<Function<Tx, List<NamedCommit>>, List<NamedCommit>> reading;
  private final DoraRepository repository = new DoraRepository();
  private final List<Rollout> rollouts;
  private final List<Commit> commits;

  /**
   * @param countedAlone whether only those are wanted that count
   * @param reading reads in a transaction
   */
  DoraRows(
      Asked asked,
      DoraMetric metric,
      boolean countedAlone,
      Function<Function<Tx, List<NamedCommit>>, List<NamedCommit>> reading) {
    this.asked = asked;
    this.metric = metric;
    this.reading = reading;
    DoraCount count = asked.count();
    this.commits =
        metric == DoraMetric.LEAD_TIME
            ? count.commits().stream()
                .filter(one -> !countedAlone || one.counted() == Commit.Counted.YES)
                .toList()
            : List.of();
    this.rollouts =
        switch (metric) {
          case FREQUENCY -> count.rollouts().stream().filter(Rollout::isSuccess).toList();
          case LEAD_TIME -> List.of();
          case CHANGE_FAIL_RATE -> countedAlone ? count.failed() : count.rollouts();
          case RECOVERY_TIME ->
              count.failed().stream()
                  .filter(one -> !countedAlone || one.recovery() instanceof Rollout.Recovery.After)
                  .toList();
          case REWORK_RATE ->
              count.rollouts().stream()
                  .filter(one -> !countedAlone || one.reworkBy() != null)
                  .toList();
        };
  }

  int size() {
    return metric == DoraMetric.LEAD_TIME ? commits.size() : rollouts.size();
  }

  /** So many of them from that place on, or what there is. */
  List<DoraRow> page(int from, int most) {
    int begin = Math.min(from, size());
    int end = Math.min(size(), begin + most);
    if (metric != DoraMetric.LEAD_TIME) {
      return rollouts.subList(begin, end).stream()
          .map(one -> DoraRow.of(asked, one, metric))
          .toList();
    }
    List<Commit> piece = commits.subList(begin, end);
    List<NamedCommit> named = reading.apply(tx -> repository.commits(tx, piece));
    List<DoraRow> rows = new ArrayList<>();
    for (int i = 0; i < piece.size(); i++) {
      rows.add(DoraRow.of(asked, piece.get(i), named.get(i)));
    }
    return rows;
  }
}
