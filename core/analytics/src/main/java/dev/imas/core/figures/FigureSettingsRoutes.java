package dev.imas.core.figures;

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

/** {@code /metrics/settings}: targets, and whether figures of persons are shown. */
final class FigureSettingsRoutes {

  private final SingleRoutes<FigureSettings, FigureSettings> routes;

  FigureSettingsRoutes(Transactions transactions) {
    this.routes = new SingleRoutes<>(transactions, new Settings());
  }

  void mount(Api api) {
    routes.mount(
        api, "/metrics/settings", Permission.INCIDENT_READ, Permission.NOTIFICATION_MANAGE);
  }

  /** The same as a document. */
  DocumentsOfKind documents() {
    return new SettingsDocuments(
        Kind.METRICS_SETTINGS,
        Members.of()
            .otherwise("by_person", Members.ANY, false)
            .member("open_severe_incidents", Members.ANY)
            .member("mean_time_to_resolve_seconds", Members.ANY)
            .member("median_time_to_acknowledge_seconds", Members.ANY)
            .member("median_time_to_resolve_seconds", Members.ANY)
            .made(),
        routes);
  }

  private static final class Settings implements SingleResource<FigureSettings, FigureSettings> {

    private final FigureSettingsRepository repository = new FigureSettingsRepository();

    @Override
    public Audit.Subject subject() {
      return new Audit.Subject("metrics_settings", null);
    }

    @Override
    public FigureSettings current(Tx tx) {
      return repository.read(tx);
    }

    @Override
    public FigureSettings read(Body body) {
      return FigureSettings.read(body);
    }

    @Override
    public boolean replace(Tx tx, FigureSettings wanted, int version) {
      return repository.replace(tx, wanted, version);
    }
  }
}
