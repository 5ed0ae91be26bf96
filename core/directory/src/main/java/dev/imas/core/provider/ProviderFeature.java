package dev.imas.core.provider;

import dev.imas.core.delivery.DeliveryRepository;
import dev.imas.core.delivery.TestDelivery;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.scheduler.Scheduler.Recurring;
import java.time.Duration;
import java.util.List;

/** What sends messages, and a look at whether it still does. */
public final class ProviderFeature implements Feature {

  private final CoreContext core;
  private final ProviderRoutes providers;

  public ProviderFeature(CoreContext core) {
    this.core = core;
    this.providers =
        new ProviderRoutes(core.searches(), core.secrets(), core.clock(), core.channels());
  }

  @Override
  public List<String> apiTags() {
    return List.of("providers");
  }

  @Override
  public void mount(Api api) {
    providers.mount(api);
    new ProviderTestRoutes(
            new TestDelivery(
                core.vertx(),
                core.searches(),
                new DeliveryRepository(core.channels()),
                core.queue(),
                core.clock()),
            core.channels())
        .mount(api);
  }

  @Override
  public List<Recurring> recurring() {
    ProviderWatch watch = new ProviderWatch(core.housekeeping(), core.notices(), core.receivers());
    return List.of(
        Recurring.every(Duration.ofMinutes(1), "provider-watch", tenant -> watch.look()));
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(new ProviderDocuments(providers));
  }
}
