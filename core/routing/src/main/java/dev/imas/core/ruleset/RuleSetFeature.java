package dev.imas.core.ruleset;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import java.util.List;

/** The rules that say what becomes of alerts, in versions. */
public final class RuleSetFeature implements Feature {

  private final CoreContext core;
  private final RuleSetRepository repository = new RuleSetRepository();
  private final RuleSetRoutes ruleSets;

  /**
   * @param sourceTypes what kinds of sources there are
   */
  public RuleSetFeature(CoreContext core, List<String> sourceTypes) {
    this.core = core;
    this.ruleSets =
        new RuleSetRoutes(
            core.computations(), core.searches(), repository, new ServiceRepository(), sourceTypes);
  }

  public RuleSetRoutes ruleSets() {
    return ruleSets;
  }

  @Override
  public List<String> apiTags() {
    return List.of("rules");
  }

  @Override
  public void mount(Api api) {
    new ActivationRoutes(core.computations(), core.searches(), repository).mount(api);
    ruleSets.mount(api);
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(new RuleSetDocuments(ruleSets, core.clock()));
  }
}
