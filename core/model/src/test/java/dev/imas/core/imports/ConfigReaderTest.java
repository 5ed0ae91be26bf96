package dev.imas.core.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.CpuTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that cannot be used, and files that would take for ever. */
class ConfigReaderTest {

  private static final String GOOD =
      """
      # A comment
      global: {smtp_smarthost: 'h:25', smtp_from: a@b.example}
      route:
        receiver: ops
        group_by: [alertname]
        routes:
        - &x
          match: {team: db}
          match_re: {env: 'a|b'}
          matchers: ['c=d', "e!~\\"f.*\\""]
          receiver: web
          continue: yes
        - <<: *x
      receivers:
      - name: ops
        email_configs: [{to: a@b.example}]
      - name: web
        slack_configs: [{channel: '#x', api_url: http://x}]
      inhibit_rules:
      - {source_matchers: [a=b], target_matchers: [c=d], equal: [e]}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          receivers: []                                                | 1 | route                  | is missing
          route: {}                                                    | 1 | route.receiver         | is missing
          route: {receiver: x}                                         | 1 | route.receiver         | which is no receiver
          route: [a]                                                   | 1 | route                  | must be a mapping
          route: {receiver: [a]}                                       | 1 | route.receiver         | must be a text
          route: {receiver: a, matchers: [a=b]};receivers: [{name: a}] | 1 | route                  | may have no matchers
          route: {receiver: a, continue: true};receivers: [{name: a}]  | 1 | route                  | may not say continue
          route: {receiver: a};receivers: [{name: a}, {name: a}]       | 2 | receivers[1]           | as another receiver has
          route: {receiver: a};receivers: [{x: a}]                     | 2 | receivers[0].name      | is missing
          route: {receiver: a, routes: [{matchers: ['a']}]}            | 1 | route.routes[0].matchers[0] | is no matcher
          route: {receiver: a, routes: [{match_re: {a: '('}}]}         | 1 | route.routes[0].match_re.a | is no matcher
          route: {receiver: a, routes: [{continue: maybe}]}            | 1 | route.routes[0].continue | must be true or false
          route: {receiver: a, mute_time_intervals: [b]}               | 1 | route.mute_time_intervals[0] | no time interval
          route: {receiver: a, group_by: [a, a]}                       | 1 | route.group_by[1]      | is there twice
          route: {receiver: a, group_by: ['...', a]}                   | 1 | route.group_by         | beside others
          route: {receiver: a, group_wait: soon}                       | 1 | route.group_wait       | is no duration
          route: {receiver: a, repeat_interval: soon}                  | 1 | route.repeat_interval  | is no duration
          route: {receiver: a, routes: [{group_interval: 0s}]}         | 1 | route.routes[0].group_interval | must not be zero
          route: {receiver: a};route: {receiver: b}                    | 2 | route                  | is there twice
          'route: {receiver: a'                                        | 2 |                        | is not YAML
          text                                                         | 1 |                        | is no mapping
          'a: *b'                                                      | 1 |                        | is not YAML
          """)
  void whatIsWrongIsToldWithLineAndPath(String file, int line, String path, String says) {
    assertThat(Translated.faults(file.replace(';', '\n') + "\n"))
        .anySatisfy(
            fault -> {
              assertThat(fault.line()).isEqualTo(line);
              assertThat(fault.path()).isEqualTo(path == null ? "" : path);
              assertThat(fault.says()).contains(says);
            });
  }

  @Test
  void allFaultsAreToldAtOnce() {
    assertThat(
            Translated.faults(
                "route:\n  receiver: x\n  routes:\n  - receiver: y\n  - matchers: ['!']\n"))
        .hasSize(3)
        .extracting(ImportFault::line)
        .containsExactly(2, 4, 5);
  }

  @Test
  void bombsAreRefusedInTime() {
    String laughs =
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
            + "b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
            + "c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\n"
            + "d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]\n"
            + "e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]\n"
            + "f: [*e, *e, *e, *e, *e, *e, *e, *e, *e]\n";
    String itself = "a: &a [*a]\n";
    String deep = "a: " + "[".repeat(5_000);
    String long1 = "a: '" + "x".repeat(2_000_001) + "'";
    String keys = "? ".repeat(100_000);
    String many = "route:\n" + "- a\n".repeat(300_000);
    for (String file : List.of(laughs, itself, deep, long1, keys, many)) {
      CpuTime.within(
          Duration.ofSeconds(10), () -> assertThat(Translated.faults(file)).isNotEmpty());
    }
  }

  @Test
  void largestTreesTakeSeconds() {
    StringBuilder yaml = new StringBuilder("receivers: [{name: a}, {name: b}]\nroute:\n");
    yaml.append("  receiver: a\n  routes:\n");
    for (int i = 0; i < 9_000; i++) {
      yaml.append("  - {match: {team: t")
          .append(i)
          .append("}, receiver: b, continue: ")
          .append(i % 2 == 0)
          .append("}\n");
    }
    CpuTime.within(
        Duration.ofSeconds(30),
        () -> assertThat(Translated.of(yaml.toString()).rules()).hasSize(9_001));
  }

  @Test
  void routesThatAllGoOnTakeSeconds() {
    for (String matchers :
        List.of("", "matchers: ['l%d=~\"x.*\"'], ", "matchers: ['l=~\".*%d\"'], ")) {
      StringBuilder yaml = new StringBuilder("receivers: [{name: a}, {name: b}]\nroute:\n");
      yaml.append("  receiver: a\n  routes:\n");
      for (int i = 0; i < 3_000; i++) {
        yaml.append("  - {").append(matchers.formatted(i)).append("receiver: b, continue: true}\n");
      }
      CpuTime.within(
          Duration.ofSeconds(30),
          () ->
              assertThat(AlertmanagerImport.of(yaml.toString(), path -> path))
                  .isInstanceOf(ImportResult.class));
    }
  }

  /** Whatever a file says, it is translated or has faults. */
  @Test
  void mutatedFilesAreTranslatedOrHaveFaults() {
    long seed = Long.getLong("imas.seed", System.nanoTime());
    Random random = new Random(seed);
    String signs = "{}[]:,&*-!|>'\"%@`# \n\t<=~ab\\0\u0085é";
    for (int round = 0; round < 3_000; round++) {
      StringBuilder file = new StringBuilder(GOOD);
      for (int i = 0; i <= random.nextInt(6); i++) {
        int at = random.nextInt(file.length());
        switch (random.nextInt(4)) {
          case 0 -> file.deleteCharAt(at);
          case 1 -> file.insert(at, signs.charAt(random.nextInt(signs.length())));
          case 2 -> file.setCharAt(at, signs.charAt(random.nextInt(signs.length())));
          default -> {
            int to = Math.min(file.length(), at + random.nextInt(40));
            file.insert(random.nextInt(file.length()), file.substring(at, to));
          }
        }
      }
      String text = file.toString();
      try {
        switch (AlertmanagerImport.of(text, path -> path)) {
          case ImportResult.Imported imported ->
              assertThat(imported.documents()).as("seed %d", seed).isNotEmpty();
          case ImportResult.Refused refused -> assertThat(refused.faults()).isNotEmpty();
        }
      } catch (RuntimeException e) {
        throw new AssertionError(
            "seed " + seed + ": " + Arrays.toString(text.lines().toArray()), e);
      }
    }
  }
}
