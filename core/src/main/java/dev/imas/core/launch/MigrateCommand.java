package dev.imas.core.launch;

import dev.imas.core.platform.Migrations;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "migrate", description = "Brings the database's schema to this version, then ends.")
final class MigrateCommand implements Callable<Integer> {

  @ParentCommand private Imas imas = Parent.none();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try (Store store = Store.open(StoreConfig.forCommand(imas.config))) {
      int applied = Migrations.run(store.database());
      spec.commandLine()
          .getOut()
          .println(applied == 0 ? "The schema is current." : applied + " migrations applied.");
    }
    return CommandLine.ExitCode.OK;
  }
}
