package dev.imas.core.dora;

import dev.imas.core.access.Permission;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.SettingsDocuments;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.SingleResource;
import dev.imas.core.http.SingleRoutes;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;

/** {@code /dora/settings}: what a tenant's deliveries should be. */
final class DoraSettingsRoutes {

  private final SingleRoutes<DoraSettings, DoraSettings> routes;

  DoraSettingsRoutes(Transactions transactions) {
    this.routes = new SingleRoutes<>(transactions, new Settings());
  }

  void mount(Api api) {
    routes.mount(api, "/dora/settings", Permission.DEPLOYMENT_READ, Permission.NOTIFICATION_MANAGE);
  }

  /** The same as a document. */
  DocumentsOfKind documents() {
    return new SettingsDocuments(
        Kind.DORA_SETTINGS,
        Members.of()
            .otherwise("deployments_per_week", Members.DECIMAL, 5)
            .otherwise("lead_time_seconds", Members.ANY, 604_800)
            .otherwise("change_fail_rate", Members.DECIMAL, 0.15)
            .otherwise("recovery_time_seconds", Members.ANY, 3_600)
            .made(),
        routes);
  }

  private static final class Settings implements SingleResource<DoraSettings, DoraSettings> {

    private final DoraSettingsRepository repository = new DoraSettingsRepository();

    @Override
    public Audit.Subject subject() {
      return new Audit.Subject("dora_settings", null);
    }

    @Override
    public DoraSettings current(Tx tx) {
      return repository.read(tx);
    }

    @Override
    public DoraSettings read(Body body) {
      return DoraSettings.read(body);
    }

    @Override
    public boolean replace(Tx tx, DoraSettings wanted, int version) {
      return repository.replace(tx, wanted, version);
    }
  }
}
