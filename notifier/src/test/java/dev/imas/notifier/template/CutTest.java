package dev.imas.notifier.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CutTest {

  @Test
  void aTextThatFitsStaysAsItIs() {
    assertThat(Cut.toLength("abc", 3)).isEqualTo("abc");
    assertThat(Cut.toBytes("é€", 5)).isEqualTo("é€");
  }

  @Test
  void noCharacterIsSplit() {
    assertThat(Cut.toLength("a😀😀", 4)).isEqualTo("a😀…");
    assertThat(Cut.toLength("a😀😀", 3)).isEqualTo("a…");
    for (int most = 3; most < 60; most++) {
      String cut = Cut.toBytes("é€😀x".repeat(20), most);
      assertThat(cut.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(most);
      assertThat(cut).endsWith("…").doesNotContain("\uFFFD");
    }
  }
}
