package dev.imas.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MatcherSetsTest {

  @Test
  void findsExactlyThoseThatMatch() {
    Random random = new Random(20_261_125);
    for (int round = 0; round < 200; round++) {
      List<List<Matcher>> sets = new ArrayList<>();
      for (int i = random.nextInt(60); i >= 0; i--) {
        sets.add(matchers(random));
      }
      MatcherSets index = MatcherSets.of(sets);
      for (int i = 0; i < 20; i++) {
        Labels labels = labels(random);
        int[] expected =
            IntStream.range(0, sets.size())
                .filter(set -> sets.get(set).stream().allMatch(m -> m.matches(labels)))
                .toArray();
        assertThat(index.matching(labels)).as("%s of %s", labels, sets).isEqualTo(expected);
      }
    }
  }

  private static List<Matcher> matchers(Random random) {
    List<Matcher> matchers = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      Operator operator = Operator.values()[random.nextInt(4)];
      String value =
          operator.isRegex()
              ? List.of("v0|v1", "v.*", ".+", "", "v[12]").get(random.nextInt(5))
              : "v" + random.nextInt(4);
      matchers.add(Matcher.of("l" + random.nextInt(4), operator, value));
    }
    return matchers;
  }

  private static Labels labels(Random random) {
    Map<String, String> labels = new HashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      labels.put("l" + random.nextInt(4), "v" + random.nextInt(4));
    }
    return Labels.of(labels);
  }
}
