package dev.imas.core.launch;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.schema.Migrations;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "migrate",
    description = "Migrates the database's schema to this version, then exits.")
final class MigrateCommand implements Callable<Integer> {

  @Option(
      names = "--logins",
      description =
          "Also prints a database URL for each of gateway, core and notifier, with a login "
              + "and password of its own. Use them for processes that must not know the URL "
              + "that migrates.")
  private boolean logins;

  @ParentCommand private Imas imas = Parent.none();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try (Store store = Store.open(StoreConfig.forCommand(imas.config), imas.signal)) {
      PrintWriter out = spec.commandLine().getOut();
      int applied = Migrations.run(store.database());
      out.println(applied == 0 ? "The schema is current." : applied + " migrations applied.");
      if (logins) {
        for (DatabaseConfig.Login login : DatabaseConfig.Login.values()) {
          out.printf("%-9s %s%n", login.part(), store.database().as(login).url().reveal());
        }
      }
    }
    return CommandLine.ExitCode.OK;
  }
}
