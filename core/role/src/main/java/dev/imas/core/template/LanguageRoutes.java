package dev.imas.core.template;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Transactions;
import java.time.InstantSource;

/** {@code /message-language}: the language of messages that are nobody's alone. */
public final class LanguageRoutes {

  private static final Audit.Subject SUBJECT = new Audit.Subject("message_language", null);

  private final Transactions transactions;
  private final InstantSource clock;
  private final TemplateRepository templates = new TemplateRepository();

  public LanguageRoutes(Transactions transactions, InstantSource clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  record Shown(String language, int version) implements Versioned {}

  public void mount(Api api) {
    api.get("/message-language", Permission.NOTIFICATION_READ, this::get);
    api.put("/message-language", Permission.NOTIFICATION_MANAGE, this::put);
  }

  private Answer get(Call call) {
    return Answer.versioned(transactions.call(call.tenant(), tx -> shown(templates.setting(tx))));
  }

  private static Shown shown(TemplateRepository.Setting setting) {
    return new Shown(setting.language(), setting.version());
  }

  private Answer put(Call call) {
    int version = call.expectedVersion();
    Body body = call.body().only("language");
    String language = body.requiredText("language", 3);
    if (!language.isEmpty() && !language.matches("[a-z]{2,3}")) {
      body.fault("/language", "must be two or three letters, such as fr");
    }
    body.throwIfFaulty();
    return Answer.versioned(
        transactions.call(
            call.tenant(),
            tx -> {
              Shown before = shown(templates.setting(tx));
              if (before.version() != version
                  || !templates.setLanguage(tx, language, version, clock.instant())) {
                throw Constraints.overtaken();
              }
              Shown after = shown(templates.setting(tx));
              call.audit(tx, Audit.Change.update(SUBJECT, before, after));
              return after;
            }));
  }
}
