package dev.imas.core.backup;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Call;
import dev.imas.core.platform.Backups;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /backups}: what a disaster would cost now, by the archive and by what drills have
 * measured. Administrators of every tenant may see it and practise, as they may run timers of the
 * platform. They see no folder.
 */
final class BackupRoutes {

  private static final Logger log = LoggerFactory.getLogger(BackupRoutes.class);
  private static final int AGAIN_SECONDS = 60;

  private final Transactions transactions;
  private final Supplier<Optional<Backups>> backups;

  BackupRoutes(Transactions transactions, Supplier<Optional<Backups>> backups) {
    this.transactions = transactions;
    this.backups = backups;
  }

  void mount(Api api) {
    api.get("/backups", Permission.BACKUP_READ, this::get);
    api.post("/backups/drills", Permission.BACKUP_DRILL, this::drill);
  }

  private Answer get(Call call) {
    call.query();
    return Answer.ok(shown());
  }

  private BackupView shown() {
    Optional<Backups> own = backups.get();
    if (own.isEmpty()) {
      return BackupView.OF_OTHERS;
    }
    try {
      return BackupView.of(own.get().read());
    } catch (IOException e) {
      throw away(e);
    }
  }

  private static Fault away(IOException cause) {
    log.atWarn().addKeyValue("reason", cause.getMessage()).log("The archive cannot be read");
    return Fault.unavailable(
        "the archive of backups cannot be read now; the log of IMAS says why", AGAIN_SECONDS);
  }

  private Answer drill(Call call) {
    call.body().only().throwIfFaulty();
    Backups own =
        backups
            .get()
            .orElseThrow(
                () ->
                    Fault.conflict(
                        "this process runs no database with an archive; set"
                            + " database.embedded-archive, or practise a restore with the tools of"
                            + " your PostgreSQL"));
    transactions.call(
        call.tenant(),
        tx -> {
          begin(own);
          call.audit(
              tx,
              new Audit.Change(
                  new Audit.Subject("backup", null), "drill", null, Map.of("drill", "restore")));
          return true;
        });
    log.atInfo().addKeyValue("by", call.author()).log("A person began a drill of a restore");
    return new Answer(202, shown(), Map.of());
  }

  private static void begin(Backups own) {
    try {
      Backups.Wish wish = own.wishDrill();
      if (wish != Backups.Wish.TAKEN) {
        throw Fault.conflict(refusal(wish));
      }
    } catch (IOException e) {
      throw away(e);
    }
  }

  private static String refusal(Backups.Wish wish) {
    return switch (wish) {
      case TAKEN -> throw new IllegalArgumentException("it is taken");
      case UNDER_WAY -> "a drill is under way; wait until it has ended";
      case TOO_SOON ->
          "a drill has succeeded a few minutes ago; read its report, or try again in ten minutes";
      case NO_BACKUP -> "the archive has no backup; take one first: imas backup";
      case HELD -> "this is a restored copy, which is held back; release it first: imas release";
    };
  }
}
