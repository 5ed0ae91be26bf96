package dev.imas.gateway.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitPermitsTest {

  private final List<String> came = new ArrayList<>();

  @Test
  void asManyAsAllowedGoAtOnce() {
    CommitPermits permits = new CommitPermits(2);

    assertThat(permits.take(() -> came.add("a"))).isTrue();
    assertThat(permits.take(() -> came.add("b"))).isTrue();
    assertThat(permits.take(() -> came.add("c"))).isFalse();
    assertThat(came).isEmpty();
  }

  @Test
  void aTurnGivenBackGoesToWhoWaitsForLongest() {
    CommitPermits permits = new CommitPermits(1);
    permits.take(() -> came.add("a"));
    permits.take(() -> came.add("b"));
    permits.take(() -> came.add("c"));

    permits.release();
    assertThat(came).containsExactly("b");
    permits.release();
    assertThat(came).containsExactly("b", "c");
  }

  @Test
  void aTurnThatNobodyWaitsForIsFreeAgain() {
    CommitPermits permits = new CommitPermits(1);
    permits.take(() -> came.add("a"));
    permits.release();

    assertThat(permits.take(() -> came.add("b"))).isTrue();
    assertThat(came).isEmpty();
  }
}
