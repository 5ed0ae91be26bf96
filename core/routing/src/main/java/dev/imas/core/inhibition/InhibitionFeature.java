package dev.imas.core.inhibition;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import java.util.List;

/** Alerts that suppress others while they fire. */
public final class InhibitionFeature implements Feature {

  private final InhibitRuleRoutes rules;

  public InhibitionFeature(CoreContext core) {
    this.rules = new InhibitRuleRoutes(core.searches(), core.clock());
  }

  @Override
  public void mount(Api api) {
    rules.mount(api);
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(InhibitRuleDocuments.of(rules));
  }
}
