package dev.imas.core.totp;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;

/** {@code /log-in-settings}: who needs a second factor. */
public final class LogInSettingRoutes {

  private static final int LONGEST = 100;

  /** As the API has it. */
  public record LogInSettings(String totpRequiredFrom) {}

  private final Transactions transactions;
  private final TotpRepository factors = new TotpRepository();

  public LogInSettingRoutes(Transactions transactions) {
    this.transactions = transactions;
  }

  public void mount(Api api) {
    api.get("/log-in-settings", Permission.LOG_IN_MANAGE, this::get);
    api.put("/log-in-settings", Permission.LOG_IN_MANAGE, this::put);
  }

  private Answer get(Call call) {
    return Answer.ok(transactions.call(call.tenant(), this::read));
  }

  private Answer put(Call call) {
    Body body = call.body();
    return Answer.ok(transactions.call(call.tenant(), tx -> write(tx, call, body)));
  }

  /** Those in force. */
  public LogInSettings read(Tx tx) {
    return new LogInSettings(TotpFrom.named(factors.requiredFrom(tx).await()).wireName());
  }

  /** Replaces them. Whoever calls it has asked for the permission. */
  public LogInSettings write(Tx tx, Call call, Body body) {
    String from = body.only("totp_required_from").requiredText("totp_required_from", LONGEST);
    if (!from.isEmpty() && !TotpFrom.named(from).wireName().equals(from)) {
      body.fault("/totp_required_from", "must be one of " + TotpFrom.names());
    }
    body.throwIfFaulty();
    LogInSettings before = read(tx);
    factors.requireFrom(tx, from).await();
    LogInSettings after = read(tx);
    call.audit(tx, Audit.Change.update(new Audit.Subject("log_in_settings", null), before, after));
    return after;
  }
}
