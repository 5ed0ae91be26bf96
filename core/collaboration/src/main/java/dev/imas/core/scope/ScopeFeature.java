package dev.imas.core.scope;

import dev.imas.core.contact.PersonReach;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.http.Api;
import dev.imas.core.http.ChangeGuard;
import dev.imas.core.incident.IncidentExtension;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.Pager;
import dev.imas.core.incident.Qualification;
import dev.imas.core.work.RememberedTenants;
import java.util.List;

/** What incidents have an impact on, and who is told of it. */
public final class ScopeFeature implements IncidentExtension {

  private final ScopeQualification qualification = new ScopeQualification();
  private final ScopeRoutes scopes;
  private final Pager pager;
  private final PersonReach people;

  /**
   * @param named whether rules name a scope
   */
  public ScopeFeature(CoreContext core, Pager pager, PersonReach people, ChangeGuard named) {
    this.scopes = new ScopeRoutes(core.searches(), core.clock(), named, qualification);
    this.pager = pager;
    this.people = people;
  }

  @Override
  public List<String> apiTags() {
    return List.of("scopes");
  }

  @Override
  public void mount(Api api) {
    scopes.mount(api);
  }

  @Override
  public Qualification qualification() {
    return qualification;
  }

  @Override
  public List<IncidentReaction> records() {
    return List.of(new ScopeRecord());
  }

  @Override
  public List<IncidentReaction> paging() {
    return List.of(new ScopePager(pager, people));
  }

  @Override
  public List<RememberedTenants> remembered() {
    return List.of(qualification);
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(ScopeDocuments.of(scopes));
  }
}
