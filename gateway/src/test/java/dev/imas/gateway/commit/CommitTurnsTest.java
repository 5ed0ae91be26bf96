package dev.imas.gateway.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitTurnsTest {

  private final List<String> came = new ArrayList<>();

  @Test
  void asManyAsAllowedGoAtOnce() {
    CommitTurns turns = new CommitTurns(2);

    assertThat(turns.take(() -> came.add("a"))).isTrue();
    assertThat(turns.take(() -> came.add("b"))).isTrue();
    assertThat(turns.take(() -> came.add("c"))).isFalse();
    assertThat(came).isEmpty();
  }

  @Test
  void aTurnGivenBackGoesToWhoWaitsForLongest() {
    CommitTurns turns = new CommitTurns(1);
    turns.take(() -> came.add("a"));
    turns.take(() -> came.add("b"));
    turns.take(() -> came.add("c"));

    turns.giveBack();
    assertThat(came).containsExactly("b");
    turns.giveBack();
    assertThat(came).containsExactly("b", "c");
  }

  @Test
  void aTurnThatNobodyWaitsForIsFreeAgain() {
    CommitTurns turns = new CommitTurns(1);
    turns.take(() -> came.add("a"));
    turns.giveBack();

    assertThat(turns.take(() -> came.add("b"))).isTrue();
    assertThat(came).isEmpty();
  }
}
