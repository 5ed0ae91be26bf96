package dev.imas.gateway.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LedgerShardTest {

  @Test
  void rowIsChangedAThousandTimesBeforeTheNextOneIs() {
    LedgerShard shard = new LedgerShard(7);
    Map<Integer, Integer> changes = new HashMap<>();
    for (int i = 0; i < 30_000; i++) {
      changes.merge(shard.next(), 1, Integer::sum);
    }

    assertThat(changes).hasSize(30).containsKey(7);
    assertThat(changes.values()).containsOnly(LedgerShard.BATCHES);
  }

  @Test
  void committersNeverShareARow() {
    Set<Integer> one = new HashSet<>();
    Set<Integer> other = new HashSet<>();
    LedgerShard first = new LedgerShard(0);
    LedgerShard last = new LedgerShard(65_535);
    for (int i = 0; i < 100_000; i++) {
      one.add(first.next());
      other.add(last.next());
    }

    assertThat(one).hasSize(64).doesNotContainAnyElementsOf(other);
  }
}
