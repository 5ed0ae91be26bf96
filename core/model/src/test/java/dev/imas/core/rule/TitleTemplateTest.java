package dev.imas.core.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TitleTemplateTest {

  private static final Map<String, String> LABELS =
      Map.of("cluster", "eu-1", "k8s.io/name", "pay", "hostile", "{{name}} <b>\n\u2028x");

  private static String render(String template) {
    return TitleTemplate.compile(template)
        .render("DiskFull", "prometheus", LABELS, Map.of("summary", "90 % used"));
  }

  @Test
  void labelsAnnotationsNameAndSourceAreFilledIn() {
    assertThat(render("{{name}} in {{labels.cluster}} by {{source}}: {{annotations.summary}}"))
        .isEqualTo("DiskFull in eu-1 by prometheus: 90 % used");
    assertThat(render("{{labels.k8s.io/name}}")).isEqualTo("pay");
  }

  @Test
  void whatIsMissingIsEmptyAndSectionsAskForIt() {
    assertThat(render("{{name}} {{labels.host}}")).isEqualTo("DiskFull");
    assertThat(render("{{#labels.host}}on {{labels.host}}{{/labels.host}}")).isEmpty();
    assertThat(render("{{#labels.cluster}}{{name}} in {{labels.cluster}}{{/labels.cluster}}"))
        .isEqualTo("DiskFull in eu-1");
    assertThat(render("{{^labels.host}}no host{{/labels.host}}")).isEqualTo("no host");
  }

  @Test
  void whatAnAlertSaysIsTextAndOneLine() {
    assertThat(render("{{labels.hostile}}")).isEqualTo("{{name}} <b> \u2028x");
  }

  @Test
  void aTitleIsBoundedHoweverLongTheValuesAre() {
    String rendered =
        TitleTemplate.compile("{{labels.a}}".repeat(RuleLimits.TITLE_TAGS))
            .render("n", "s", Map.of("a", "x".repeat(100_000)), Map.of());
    assertThat(rendered).hasSize(500 * RuleLimits.TITLE_TAGS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{{name",
        "{{#name}}",
        "{{/name}}",
        "{{labels.}}",
        "{{labels}}",
        "{{name.class}}",
        "{{.}}",
        "{{this}}",
        "{{host}}",
        "{{>other}}",
        "{{{name}}}",
        "{{&name}}",
        "{{=<% %>=}}",
        "{{! a comment"
      })
  void whatCannotBeReadIsRefused(String template) {
    assertThatThrownBy(() -> TitleTemplate.compile(template))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tooManyTagsAreRefused() {
    assertThatThrownBy(() -> TitleTemplate.compile("{{name}}".repeat(RuleLimits.TITLE_TAGS + 1)))
        .hasMessage("has more than 32 tags");
  }
}
