package dev.imas.core.lookup;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.scheduler.Scheduler.Recurring;
import java.time.Duration;
import java.util.List;

/** Tables in which rules look up what labels mean. */
public final class LookupFeature implements Feature {

  private final CoreContext core;
  private final LookupTableRoutes tables;

  public LookupFeature(CoreContext core, RulesInForce rules) {
    this.core = core;
    this.tables = new LookupTableRoutes(core.searches(), core.clock(), rules);
  }

  @Override
  public List<String> apiTags() {
    return List.of("lookup tables");
  }

  @Override
  public void mount(Api api) {
    tables.mount(api);
  }

  @Override
  public List<Recurring> recurring() {
    LookupForgetting past =
        new LookupForgetting(core.retention().alerts(), core.clock(), core.meters());
    return List.of(
        Recurring.every(
            Duration.ofHours(1),
            "lookup-tables-past",
            tenant -> core.upkeep().forEachTenant(past::forget)));
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(LookupTableDocuments.of(tables));
  }
}
