package dev.imas.core.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.chat.Vendor.Said;
import org.junit.jupiter.api.Test;

class FirstWordsTest {

  private static final Said WORDS = new Said("text/plain", "wait");

  private final FirstWords first = new FirstWords();

  @Test
  void workInTimeAnswersAndTheWordsAreNotSaid() {
    first.offer(WORDS);
    assertThat(first.isInTime()).isTrue();
    assertThat(first.take()).isEmpty();
  }

  @Test
  void workThatIsLateDoesNotAnswer() {
    first.offer(WORDS);
    assertThat(first.take()).contains(WORDS);
    assertThat(first.take()).isEmpty();
    assertThat(first.isInTime()).isFalse();
  }

  @Test
  void withoutWordsTheWorkIsWaitedFor() {
    assertThat(first.take()).isEmpty();
    first.offer(WORDS);
    assertThat(first.isInTime()).isTrue();
  }
}
