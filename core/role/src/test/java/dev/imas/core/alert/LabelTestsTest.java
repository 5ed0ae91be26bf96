package dev.imas.core.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.rule.Matcher;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelTestsTest {

  private static LabelTests of(String... matchers) {
    return LabelTests.of(Stream.of(matchers).map(Matcher::parse).toList());
  }

  @Test
  void valuesThatMustBeThereAreOneObject() {
    assertThat(of("env=production", "team=a").equalJson())
        .isIn("{\"env\":\"production\",\"team\":\"a\"}", "{\"team\":\"a\",\"env\":\"production\"}");
    assertThat(of("env=production", "team=a").others()).isEmpty();
  }

  @Test
  void twoValuesOfOneLabelAreBothAskedFor() {
    LabelTests tests = of("env=a", "env=b", "env=a");

    assertThat(tests.equal()).containsOnlyKeys("env").containsEntry("env", "a");
    assertThat(tests.others()).containsExactly(new LabelTests.Test("env", false, List.of("b")));
  }

  @ParameterizedTest
  @CsvSource({"'env=', false", "'env!=', true", "'env!~\"|\"', true"})
  void missingLabelHasTheEmptyValue(String matcher, boolean not) {
    if (LabelTests.needsValues(Matcher.parse(matcher))) {
      LabelTests tests = LabelTests.NONE.with(Matcher.parse(matcher), List.of("", "a", "b"));
      assertThat(tests.others()).containsExactly(new LabelTests.Test("env", not, List.of("")));
    } else {
      assertThat(of(matcher).others())
          .containsExactly(new LabelTests.Test("env", not, List.of("")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"env=~\"a|b\"", "env=~\"(b|a)\""})
  void listedValuesNeedNoLookAtTheAlerts(String matcher) {
    assertThat(LabelTests.needsValues(Matcher.parse(matcher))).isFalse();
    assertThat(of(matcher).others().get(0).values()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void expressionBecomesTheShorterListOfValues() {
    Matcher web = Matcher.parse("host=~\"web-.*\"");
    assertThat(LabelTests.needsValues(web)).isTrue();

    assertThat(LabelTests.NONE.with(web, List.of("web-1", "db-1", "db-2")).others())
        .containsExactly(new LabelTests.Test("host", false, List.of("web-1")));
    assertThat(LabelTests.NONE.with(web, List.of("web-1", "web-2", "")).others())
        .containsExactly(new LabelTests.Test("host", true, List.of("")));
    assertThat(LabelTests.NONE.with(web, List.of()).others())
        .containsExactly(new LabelTests.Test("host", false, List.of()));
  }
}
