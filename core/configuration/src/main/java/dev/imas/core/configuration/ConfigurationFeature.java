package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import java.util.List;
import java.util.function.Supplier;

/** The configuration of a tenant as documents ({@code imas apply}), and its import from others. */
public final class ConfigurationFeature implements Feature {

  private final CoreContext core;
  private final ConfigurationResources resources;

  /** Makes a schema of all documents, which is large, so that all event loops share one. */
  private final ConfigurationRoutes documents;

  /**
   * @param features whose documents these are, this one among them; asked when they are there
   * @param schemas of the API, by their names
   */
  public ConfigurationFeature(
      CoreContext core,
      ConfigurationResources resources,
      Supplier<List<Feature>> features,
      Supplier<ObjectNode> schemas) {
    this.core = core;
    this.resources = resources;
    this.documents =
        new ConfigurationRoutes(
            core.searches(),
            () -> features.get().stream().flatMap(one -> one.documents().stream()).toList(),
            resources,
            core.channels(),
            core.secrets(),
            schemas);
  }

  @Override
  public List<String> apiTags() {
    return List.of("configuration");
  }

  @Override
  public void mount(Api api) {
    documents.mount(api);
    new ImportRoutes(core.computations()).mount(api);
  }

  /** Those of several features. */
  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(new UserDocuments(resources), new TeamDocuments(resources));
  }
}
