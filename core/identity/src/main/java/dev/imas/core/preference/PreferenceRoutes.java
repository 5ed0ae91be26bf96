package dev.imas.core.preference;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.platform.Transactions;
import dev.imas.core.preference.PreferenceRepository.Stored;
import java.util.UUID;

/** {@code /me/preferences}: how a user wants their pages, in whatever browser. */
public final class PreferenceRoutes {

  private final Transactions transactions;
  private final PreferenceRepository stored = new PreferenceRepository();

  public PreferenceRoutes(Transactions transactions) {
    this.transactions = transactions;
  }

  public void mount(Api api) {
    api.get("/me/preferences", Permission.SELF_READ, this::get);
    api.put("/me/preferences", Permission.SELF_EDIT, this::put);
  }

  private Answer get(Call call) {
    UUID user = Self.of(call);
    return Answer.versioned(transactions.call(call.tenant(), tx -> stored.read(tx, user)));
  }

  private Answer put(Call call) {
    UUID user = call.self().id();
    int version = call.expectedVersion();
    Preferences wanted = Preferences.read(call.body());
    return Answer.versioned(
        transactions.call(
            call.tenant(),
            tx -> {
              Stored before = stored.read(tx, user);
              if (!stored.write(tx, user, wanted, version)) {
                throw Constraints.overtaken();
              }
              Stored after = new Stored(wanted, version + 1);
              call.audit(
                  tx,
                  Audit.Change.update(new Audit.Subject("user_preference", user), before, after));
              return after;
            }));
  }
}
