package dev.imas.core.launch;

import dev.imas.core.platform.Terminal;
import dev.imas.core.storm.Storm;
import dev.imas.core.storm.StormFailure;
import dev.imas.core.storm.StormOptions;
import dev.imas.core.storm.StormPlan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "storm",
    description =
        "Posts alerts to a running IMAS on schedule or as fast as they are answered, measures the"
            + " answers, and holds the ledger and the stored alerts against what it sent. Also"
            + " measures other servers, alone or in turns with IMAS. Its alerts stay. Exit code 0:"
            + " done, and all is there; 4: the ledger or the stored alerts say otherwise; 5: a"
            + " target does not answer or refuses; 6: others used the processors meanwhile.")
final class StormCommand implements Callable<Integer> {

  @Mixin private StormOptions options = new StormOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    LogSetup.forCommand();
    try {
      StormPlan plan = options.plan();
      return new Storm(
                  plan,
                  Version.current(),
                  spec.commandLine().getOut(),
                  Terminal.of(System.getenv()))
              .run()
          ? 0
          : StormFailure.MISMATCH;
    } catch (StormFailure e) {
      throw new CommandFailure(e.exitCode(), e.advice());
    }
  }
}
