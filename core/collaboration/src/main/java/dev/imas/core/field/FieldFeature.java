package dev.imas.core.field;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.http.Api;
import dev.imas.core.incident.FurtherFacts;
import dev.imas.core.incident.IncidentExtension;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.work.RememberedTenants;
import java.util.List;

/** Fields that tenants add to incidents (C69). */
public final class FieldFeature implements IncidentExtension {

  private final FieldTenants tenants = new FieldTenants();
  private final FieldRoutes routes;

  public FieldFeature(CoreContext core) {
    this.routes = new FieldRoutes(core.searches(), core.clock(), tenants);
  }

  /** The values of incidents. */
  public FurtherFacts facts() {
    return new FieldFacts(tenants);
  }

  @Override
  public List<String> apiTags() {
    return List.of("incident-fields");
  }

  @Override
  public void mount(Api api) {
    routes.mount(api);
  }

  @Override
  public List<IncidentReaction> reactions() {
    return List.of(new MissingFieldReaction(tenants));
  }

  @Override
  public List<RememberedTenants> remembered() {
    return List.of(tenants);
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(FieldDocuments.of(routes));
  }
}
