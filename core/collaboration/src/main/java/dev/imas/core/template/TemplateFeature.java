package dev.imas.core.template;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.incident.IncidentRepository;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words of messages: a tenant's own templates, and its language. */
public final class TemplateFeature implements Feature {

  private final TemplateRoutes templates;
  private final LanguageRoutes language;

  /**
   * @param publicUrl core's address for people; null: what their requests say
   */
  public TemplateFeature(CoreContext core, @Nullable String publicUrl) {
    IncidentRepository incidents = new IncidentRepository();
    this.templates =
        new TemplateRoutes(
            core.searches(),
            (tx, incident) -> incidents.findForFilter(tx, incident).await(),
            publicUrl,
            core.computations(),
            core.clock());
    this.language = new LanguageRoutes(core.searches(), core.clock());
  }

  @Override
  public List<String> apiTags() {
    return List.of("message templates");
  }

  @Override
  public void mount(Api api) {
    templates.mount(api);
    language.mount(api);
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(new MessageTemplateDocuments(templates), MessageLanguageDocuments.of(language));
  }
}
