package dev.imas.core.template;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.SingleResource;
import dev.imas.core.http.SingleRoutes;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.InstantSource;

/** {@code /message-language}: the language of messages that are nobody's alone. */
public final class LanguageRoutes {

  private final InstantSource clock;
  private final TemplateRepository templates = new TemplateRepository();
  private final SingleRoutes<Shown, String> routes;

  public LanguageRoutes(Transactions transactions, InstantSource clock) {
    this.clock = clock;
    this.routes = new SingleRoutes<>(transactions, new Language());
  }

  record Shown(String language, int version) implements Versioned {}

  public void mount(Api api) {
    routes.mount(
        api, "/message-language", Permission.NOTIFICATION_READ, Permission.NOTIFICATION_MANAGE);
  }

  /** The tenant's one. */
  public SingleRoutes<? extends Versioned, ?> single() {
    return routes;
  }

  private final class Language implements SingleResource<Shown, String> {

    @Override
    public Audit.Subject subject() {
      return new Audit.Subject("message_language", null);
    }

    @Override
    public Shown current(Tx tx) {
      TemplateRepository.Setting setting = templates.setting(tx);
      return new Shown(setting.language(), setting.version());
    }

    @Override
    public String read(Body body) {
      String language = body.only("language").requiredText("language", 3);
      if (!language.isEmpty() && !TemplateRoutes.isLanguage(language)) {
        body.fault("/language", TemplateRoutes.NO_LANGUAGE);
      }
      body.throwIfFaulty();
      return language;
    }

    @Override
    public boolean replace(Tx tx, String language, int version) {
      return templates.setLanguage(tx, language, version, clock.instant());
    }
  }
}
