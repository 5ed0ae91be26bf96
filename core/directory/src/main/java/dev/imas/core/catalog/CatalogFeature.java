package dev.imas.core.catalog;

import dev.imas.core.delivery.DeliveryRepository;
import dev.imas.core.delivery.TestDelivery;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.http.ChangeGuard;
import java.util.List;

/** Services, teams, and the channels of teams. */
public final class CatalogFeature implements Feature {

  private final CoreContext core;
  private final ServiceRoutes services;
  private final TeamRoutes teams;
  private final ContactRoutes contacts;

  /**
   * @param policies keeps the policy that a service names
   * @param named whether rules name a service or a team
   */
  public CatalogFeature(CoreContext core, ServiceRoutes.Policies policies, ChangeGuard named) {
    this.core = core;
    this.services =
        new ServiceRoutes(core.searches(), new ServiceRepository(), policies, core.clock(), named);
    this.teams = new TeamRoutes(core.searches(), core.clock(), named);
    this.contacts =
        new ContactRoutes(core.searches(), core.secrets(), core.clock(), core.channels());
  }

  public ServiceRoutes services() {
    return services;
  }

  public TeamRoutes teams() {
    return teams;
  }

  public ContactRoutes contacts() {
    return contacts;
  }

  @Override
  public List<String> apiTags() {
    return List.of("catalog");
  }

  @Override
  public void mount(Api api) {
    services.mount(api);
    teams.mount(api);
    contacts.mount(api);
    new ContactTestRoutes(
            new TestDelivery(
                core.vertx(),
                core.searches(),
                new DeliveryRepository(core.channels()),
                core.queue(),
                core.clock()))
        .mount(api);
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(ServiceDocuments.of(services));
  }
}
