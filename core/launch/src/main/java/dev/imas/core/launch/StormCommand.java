package dev.imas.core.launch;

import dev.imas.core.load.LoadPlan;
import dev.imas.core.load.LoadRun;
import dev.imas.core.load.StormFailure;
import dev.imas.core.load.StormOptions;
import dev.imas.core.platform.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "storm",
    description =
        "Posts alerts to a running IMAS, on schedule or as fast as they are answered, and "
            + "measures the answers. Then compares the ledger and the stored alerts with what "
            + "it sent. Can also measure other servers, alone or alternating with IMAS. Its "
            + "alerts stay. Exit code 0: done, and everything was stored. 4: the ledger or "
            + "the stored alerts differ from what was sent. 5: a target does not answer or "
            + "refuses the requests. 6: other programs used the processors during the measurement.")
final class StormCommand implements Callable<Integer> {

  @Mixin private StormOptions options = new StormOptions();
  @Mixin private TlsOptions tls = new TlsOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    LogSetup.forCommand();
    try {
      LoadPlan plan = options.plan(tls.context());
      return new LoadRun(
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
