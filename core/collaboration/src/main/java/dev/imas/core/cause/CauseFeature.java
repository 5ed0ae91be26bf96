package dev.imas.core.cause;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.http.Api;
import dev.imas.core.incident.FurtherFacts;
import dev.imas.core.incident.IncidentExtension;
import java.util.List;

/** Causes of incidents (C80). */
public final class CauseFeature implements IncidentExtension {

  private final CauseRoutes routes;

  public CauseFeature(CoreContext core) {
    this.routes = new CauseRoutes(core.searches(), core.clock());
  }

  /** The causes of incidents. */
  public FurtherFacts facts() {
    return new CauseFacts();
  }

  @Override
  public List<String> apiTags() {
    return List.of("causes");
  }

  @Override
  public void mount(Api api) {
    routes.mount(api);
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(CauseDocuments.of(routes));
  }
}
