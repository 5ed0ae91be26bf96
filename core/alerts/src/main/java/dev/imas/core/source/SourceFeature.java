package dev.imas.core.source;

import dev.imas.core.alert.AlertRepository;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.http.ChangeGuard;
import dev.imas.core.model.SourceKind;
import dev.imas.core.model.SourceTypes;
import dev.imas.core.option.MailAddresses;
import dev.imas.core.option.TopicPrefix;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where alerts come from. */
public final class SourceFeature implements Feature {

  private final CoreContext core;
  private final List<SourceKind> kinds;
  private final @Nullable MailAddresses mail;
  private final SourceRoutes sources;

  /**
   * @param kinds the senders of this distribution
   * @param topics how the topics of Kafka begin that a tenant may read
   * @param mail the addresses that take mails; null: none
   * @param notes writes into incidents why alerts end
   * @param named whether rules name a source
   */
  public SourceFeature(
      CoreContext core,
      List<SourceKind> kinds,
      TopicPrefix topics,
      @Nullable MailAddresses mail,
      NotesOnIncidents notes,
      ChangeGuard named) {
    this.core = core;
    this.kinds = List.copyOf(kinds);
    this.mail = mail;
    this.sources =
        new SourceRoutes(
            core.searches(),
            core.secrets(),
            core.clock(),
            Stream.concat(Stream.of(SourceTypes.ANY), kinds.stream().map(SourceKind::type))
                .toList(),
            new SourceTopics(topics, kinds),
            new Removal(notes, core.clock()),
            named);
  }

  @Override
  public List<String> apiTags() {
    return List.of("sources");
  }

  @Override
  public void mount(Api api) {
    sources.mount(api);
    new SourceTypeRoutes(kinds, mail).mount(api);
    new SourceAlertRoutes(core.searches(), new AlertRepository()).mount(api);
    new SnsSubscriptionRoutes(core.searches()).mount(api);
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(new SourceDocuments(sources));
  }
}
