package dev.imas.core.procedure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Placeholders become values that can do no harm where they stand (C71). */
class RenderingTest {

  private static Rendering of(String alertName) {
    return new Rendering(
        Map.of(
            Placeholder.SERVICE_NAME,
            "payments",
            Placeholder.INCIDENT_SHORT_ID,
            "INC-7",
            Placeholder.ALERT_NAME,
            alertName));
  }

  @Test
  void plainWordsStayAsTheyAre() {
    assertThat(
            of("x")
                .of(Target.COMMAND, "kubectl logs deploy/{{service_name}} # {{incident_short_id}}"))
        .isEqualTo("kubectl logs deploy/payments # INC-7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$(touch /tmp/x)",
        "`id`",
        "a'; rm -rf ~ #",
        "two words",
        "\\",
        "a\nb",
        "*",
        "~",
        "\"",
        "é",
        "'''"
      })
  void shellGetsTheValueAsOneWord(String value) throws IOException, InterruptedException {
    String command = of(value).of(Target.COMMAND, "printf %s {{alert_name}}");
    Process shell = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
    String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(printed).isEqualTo(value.replace('\n', ' '));
  }

  @Test
  void linkGetsTheValueAsOnePart() {
    assertThat(
            of("a b/../?x=1&y#é")
                .of(Target.LINK, "https://h.example/d/{{alert_name}}?s={{service_name}}"))
        .isEqualTo("https://h.example/d/a%20b%2F..%2F%3Fx%3D1%26y%23%C3%A9?s=payments");
  }

  @Test
  void whatHasNoValueStaysAsItIsWrittenAndIsSaid() {
    Rendering rendering = of(" ");
    assertThat(rendering.of(Target.COMMAND, "rm -r /data/{{environment}}/{{alert_name}}"))
        .isEqualTo("rm -r /data/{{environment}}/{{alert_name}}");
    assertThat(rendering.missing()).isEqualTo(List.of("environment", "alert_name"));
  }

  @Test
  void valueIsNotReadForPlaceholdersAgain() {
    assertThat(of("{{service_name}}").of(Target.TEXT, "it says {{alert_name}}"))
        .isEqualTo("it says {{service_name}}");
  }

  @Test
  void valuesAreBounded() {
    assertThat(of("x".repeat(100_000)).of(Target.TEXT, "{{alert_name}}"))
        .hasSize(Rendering.LONGEST_VALUE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "COMMAND | echo \"{{alert_name}}\" | within quotes",
        "COMMAND | echo '{{alert_name}}' | within quotes",
        "COMMAND | echo $'a\\'{{alert_name}}' | within quotes",
        "COMMAND | echo `id {{alert_name}}` | within backticks",
        "COMMAND | echo \\{{alert_name}} | after a backslash",
        "COMMAND | echo ${{alert_name}} | after a dollar sign",
        "COMMAND | cat <<EOF {{alert_name}} | here-document",
        "COMMAND | it # don't {{alert_name}} | after a comment with quotes",
        "COMMAND | echo {{alert}} | the unknown placeholder {{alert}}",
        "TEXT | see {{Service_Name}} | the unknown placeholder {{Service_Name}}",
        "LINK | https://{{alert_name}}/x | whose host is written out",
        "LINK | https://good.example@{{alert_name}} | whose host is written out",
        "LINK | javascript:alert(1) | whose host is written out",
        "LINK | ftp://x.example | whose host is written out"
      })
  void whatCannotBeRenderedSafelyIsRefused(Target target, String text, String said) {
    assertThat(Placeholders.faultIn(target, text).orElse("")).contains(said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "COMMAND | docker ps --format '{{.Names}}'",
        "COMMAND | echo '{{ end }}' {{service_name}}",
        "COMMAND | echo \"a\" 'b' {{service_name}}",
        "COMMAND | it # of {{service_name}}",
        "COMMAND | echo \"$(id)\" {{service_name}}",
        "TEXT | don't forget \"{{service_name}}\"",
        "LINK | https://h.example:8443/d/{{service_name}}?x={{severity}}#{{team_name}}",
        "LINK | http://h.example"
      })
  void whatIsSafeIsAccepted(Target target, String text) {
    assertThat(Placeholders.faultIn(target, text)).isEmpty();
  }
}
