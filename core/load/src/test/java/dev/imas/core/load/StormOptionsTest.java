package dev.imas.core.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class StormOptionsTest {

  @Test
  void unsaidItSaturatesWithAWarmUp() {
    LoadPlan plan = plan("--key=k", "--token=t");

    assertThat(plan.mode()).isEqualTo(new LoadPlan.Mode.Saturation());
    assertThat(plan.warmup()).isEqualTo(Duration.ofSeconds(5));
    assertThat(plan.url().authority()).isEqualTo("localhost:8080");
    assertThat(plan.checks()).isTrue();
    assertThat(plan.shape().format()).isEqualTo(AlertFormat.ALERTMANAGER);
    assertThat(plan.phase().isOpenLoop()).isFalse();
  }

  @Test
  void theRatesOfKeysAddUpToTheRate() {
    LoadPlan plan = plan("--key=a@100", "--key=b@300", "--token=t");

    assertThat(plan.mode()).isEqualTo(new LoadPlan.Mode.OpenLoop(400));
    assertThat(LoadGenerator.share(256, plan.senders())).containsExactly(65, 191);
    assertThat(plan.tokens()).containsExactly("t", "t");
  }

  @Test
  void everyKeyHasAConnectionHoweverSmallItsShare() {
    assertThat(LoadGenerator.share(3, List.of(new LoadSender("a", 1), new LoadSender("b", 1e6))))
        .containsExactly(1, 2);
    assertThat(LoadGenerator.share(2, List.of(new LoadSender("a", 1), new LoadSender("b", 1e6))))
        .containsExactly(1, 1);
  }

  @Test
  void anAtSignInAKeyIsKeptWhereARateFollows() {
    assertThat(LoadSender.parse("a@b@10")).isEqualTo(new LoadSender("a@b", 10));
    assertThatThrownBy(() -> LoadSender.parse("a@b")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aKeyIsNeverShown() {
    assertThat(plan("--key=secret-key@5", "--no-check").toString()).doesNotContain("secret-key");
  }

  @Test
  void theOtherTargetsWantNeitherKeyNorToken() {
    assertThat(plan("--floor").checks()).isFalse();
    LoadPlan plan = plan("--target=alertmanager", "--url=http://127.0.0.1:9093/am", "--key=k");
    assertThat(plan.shape().format()).isEqualTo(AlertFormat.PROMETHEUS);
    assertThat(plan.senders()).containsExactly(new LoadSender(null, 1));
    assertThat(plan.url()).isEqualTo(new Endpoint("127.0.0.1", 9093, "/am"));
  }

  @Test
  void distinctAllMeansThatNoneComesTwice() {
    assertThat(plan("--floor", "--distinct=all").shape().distinct()).isZero();
  }

  @Test
  void aComparisonWarmsUpLonger() {
    LoadPlan plan = plan("--key=k", "--no-check", "--beside=floor", "--rounds=5");

    assertThat(plan.warmup()).isEqualTo(Duration.ofSeconds(15));
    LoadPlan.Beside beside = plan.beside();
    assertThat(beside).isNotNull();
    assertThat(beside == null ? List.of() : beside.others()).containsExactly(LoadPlan.Target.FLOOR);
  }

  @Test
  void allFaultsAreToldAtOnce() {
    assertThatThrownBy(
            () ->
                plan(
                    "--url=ftp://h",
                    "--rate=fast",
                    "--connections=0",
                    "--alerts-per-request=0",
                    "--distinct=some",
                    "--recoveries=0.9",
                    "--severities=sev9=1",
                    "--format=xml",
                    "--duration=0s",
                    "--label=a=\"",
                    "--beside=imas,alertmanager",
                    "--foreign=2",
                    "--names=0"))
        .isInstanceOfSatisfying(
            StormFailure.class,
            failure -> {
              assertThat(failure.exitCode()).isEqualTo(2);
              for (String option :
                  List.of(
                      "--key is missing",
                      "--token is missing",
                      "--url",
                      "--rate",
                      "--connections",
                      "--alerts-per-request",
                      "--distinct",
                      "--recoveries",
                      "--severities",
                      "--format",
                      "--duration",
                      "--label",
                      "--beside",
                      "--foreign",
                      "--names")) {
                assertThat(failure.advice()).contains(option);
              }
            });
  }

  @Test
  void whatExcludesEachOtherIsRefused() {
    refused("--search and --rate", "--floor", "--search", "--rate=5");
    refused("--search and --beside", "--key=k", "--no-check", "--search", "--beside=floor");
    refused("--token is given 2 times", "--key=a", "--key=b", "--key=c", "--token=t", "--token=u");
    refused("--alerts-per-request is 2", "--floor", "--format=datadog", "--alerts-per-request=2");
    refused("--distinct is 100", "--floor", "--connections=101", "--distinct=100");
    refused("kept in memory", "--floor", "--alerts-per-request=10000", "--distinct=all");
    refused("--alertmanager", "--key=k", "--no-check", "--beside=floor", "--alertmanager=http://h");
  }

  @Test
  void timesAreWrittenAsInTheSettings() {
    TimeSpan spans = new TimeSpan();
    assertThat(spans.convert("250ms")).isEqualTo(Duration.ofMillis(250));
    assertThat(spans.convert("2m")).isEqualTo(Duration.ofMinutes(2));
    assertThat(TimeSpan.text(spans.convert("1h"))).isEqualTo("3600s");
    assertThat(TimeSpan.text(spans.convert("1500ms"))).isEqualTo("1500ms");
    assertThatThrownBy(() -> spans.convert("soon"))
        .isInstanceOf(CommandLine.TypeConversionException.class);
  }

  private static void refused(String why, String... options) {
    assertThatThrownBy(() -> plan(options)).hasMessageContaining(why);
  }

  static LoadPlan plan(String... options) {
    // Independent of the environment of the tests.
    List<String> all = new ArrayList<>(List.of(options));
    if (all.stream().noneMatch(o -> o.startsWith("--key"))) {
      all.add("--key=");
    }
    if (all.stream().noneMatch(o -> o.startsWith("--token"))) {
      all.add("--token=");
    }
    StormOptions read = new StormOptions();
    new CommandLine(read, CommandLine.defaultFactory()).parseArgs(all.toArray(String[]::new));
    try {
      return read.plan(SSLContext.getDefault());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
