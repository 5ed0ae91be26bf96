package dev.imas.core.launch;

import dev.imas.core.demo.Demo;
import dev.imas.core.demo.DemoFailure;
import dev.imas.core.demo.DemoStorm;
import dev.imas.core.platform.Terminal;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    description =
        "Posts a small storm of real payloads (Alertmanager, Prometheus, Datadog, Grafana new and"
            + " old, a script) to a running IMAS and shows the result: alerts, incidents, "
            + "pages, ledger. Its open incidents stay. Exit code 0: nothing was lost, the "
            + "ledger balances and every firing alert has its incident. 4: one of these "
            + "is not true. 5: IMAS does not answer or refuses the requests.")
final class DemoCommand implements Callable<Integer> {

  private static final int LOST = 4;
  private static final int NO_ANSWER = 5;

  @Option(
      names = "--gateway",
      paramLabel = "URL",
      description =
          "The gateway to post to. Default: $$IMAS_GATEWAY_URL, else its port on this machine:"
              + " ${DEFAULT-VALUE}")
  private URI gateway = URI.create("http://localhost:8080");

  @Option(
      names = {"--core", "--url"},
      paramLabel = "URL",
      description =
          "The API to read the result from. Default: $$IMAS_URL, else core's port on this machine:"
              + " ${DEFAULT-VALUE}")
  private URI core = URI.create("http://localhost:8090");

  @Option(
      names = "--key",
      paramLabel = "KEY",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description = "A source key. Default: $$IMAS_SOURCE_KEY, else $$IMAS_BOOTSTRAP_SOURCE_KEY")
  private @Nullable String key;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description =
          "An API token of the role viewer. Default: $$IMAS_TOKEN, else"
              + " $$IMAS_BOOTSTRAP_ADMIN_TOKEN")
  private @Nullable String token;

  @Option(
      names = "--alerts",
      paramLabel = "N",
      defaultValue = "300",
      description = "How many alerts to post, from 20 to 5000. Default: ${DEFAULT-VALUE}")
  private int alerts = 300;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "20",
      description = "How long to wait at most until all pages are sent. Default: ${DEFAULT-VALUE}")
  private int waitSeconds = 20;

  @Mixin private TlsOptions tls = new TlsOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    LogSetup.forCommand();
    if (alerts < DemoStorm.FEWEST || alerts > DemoStorm.MOST) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "--alerts is " + alerts + "; expected " + DemoStorm.FEWEST + " to " + DemoStorm.MOST);
    }
    Demo demo =
        new Demo(
            web("--gateway", gateway),
            given("--key", OptionDefaults.SOURCE_KEY, key),
            web("--core", core),
            given("--token", OptionDefaults.TOKEN, token),
            tls.context(),
            spec.commandLine().getOut(),
            Terminal.of(System.getenv()));
    String run = Long.toString(System.currentTimeMillis() / 1000, 36);
    try {
      return demo.run(alerts, run, Duration.ofSeconds(waitSeconds)) ? 0 : LOST;
    } catch (DemoFailure e) {
      throw new CommandFailure(NO_ANSWER, e.advice());
    }
  }

  private URI web(String option, URI given) {
    if (given.getHost() == null || given.getScheme() == null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), option + " is '" + given + "'; expected http://host:port");
    }
    return given;
  }

  private String given(String option, String variable, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), option + " is missing; give it, or set " + variable);
    }
    return value;
  }
}
