package dev.imas.core.ruleset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RuleSetDiffTest {

  private static JsonNode rules(String json) {
    return Json.read(json.replace('\'', '"'), JsonNode.class);
  }

  private static JsonNode named(List<String> names) {
    var rules = Json.MAPPER.createArrayNode();
    names.forEach(name -> rules.addObject().put("name", name));
    return rules;
  }

  @Test
  void rulesAreToldApartByTheirNames() {
    RuleSetDiff diff =
        RuleSetDiff.of(
            1,
            rules("[{'name':'a','severity':'SEV1'},{'name':'b'},{'name':'c','service':'x'}]"),
            2,
            rules(
                "[{'name':'new'},{'name':'a','severity':'SEV2','group_by':[]},{'name':'c','service':'x'}]"));

    assertThat(diff.added())
        .extracting(RuleSetDiff.Rule::name, RuleSetDiff.Rule::pointer)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("new", "/rules/0"));
    assertThat(diff.removed())
        .extracting(RuleSetDiff.Rule::name, RuleSetDiff.Rule::pointer)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("b", "/rules/1"));
    assertThat(diff.changed())
        .singleElement()
        .satisfies(
            changed -> {
              assertThat(changed.fromPointer()).isEqualTo("/rules/0");
              assertThat(changed.toPointer()).isEqualTo("/rules/1");
              assertThat(changed.fields())
                  .extracting(RuleSetDiff.Field::pointer)
                  .containsExactly("/group_by", "/severity");
              assertThat(changed.fields().get(0).before()).isNull();
              assertThat(changed.fields().get(1).after()).hasToString("\"SEV2\"");
            });
    assertThat(diff.moved()).isEmpty();
    assertThat(diff.unchanged()).isEqualTo(1);
  }

  @Test
  void oneRuleThatWentToTheEndIsTheOnlyOneThatMoved() {
    RuleSetDiff diff =
        RuleSetDiff.of(
            1, named(List.of("a", "b", "c", "d")), 2, named(List.of("b", "c", "d", "a")));

    assertThat(diff.moved()).containsExactly(new RuleSetDiff.Moved("a", "/rules/0", "/rules/3"));
    assertThat(diff.unchanged()).isEqualTo(4);
  }

  /** What did not move is in the same order in both, whatever the shuffle. */
  @Test
  void whatDidNotMoveKeptItsOrder() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      List<String> before = new ArrayList<>(Arrays.asList("abcdefghij".split("")));
      List<String> after = new ArrayList<>(before);
      Collections.shuffle(after, random);
      List<String> moved =
          RuleSetDiff.of(1, named(before), 2, named(after)).moved().stream()
              .map(RuleSetDiff.Moved::name)
              .toList();
      before.removeAll(moved);
      after.removeAll(moved);
      assertThat(after).isEqualTo(before).isNotEmpty();
    }
  }
}
