package dev.imas.core.tag;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.http.Api;
import dev.imas.core.incident.IncidentExtension;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.Qualification;
import dev.imas.core.work.RememberedTenants;
import java.util.List;

/** Tags of incidents, by hand and by patterns (INC-16). */
public final class TagFeature implements IncidentExtension {

  private final TagQualification qualification = new TagQualification();
  private final TagRoutes tags;

  public TagFeature(CoreContext core) {
    this.tags = new TagRoutes(core.searches(), core.clock(), qualification);
  }

  @Override
  public List<String> apiTags() {
    return List.of("tags");
  }

  @Override
  public void mount(Api api) {
    tags.mount(api);
  }

  @Override
  public Qualification qualification() {
    return qualification;
  }

  @Override
  public List<IncidentReaction> reactions() {
    return List.of(new TagRecord());
  }

  @Override
  public List<RememberedTenants> remembered() {
    return List.of(qualification);
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(TagDocuments.of(tags));
  }
}
