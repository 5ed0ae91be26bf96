package dev.imas.core.comment;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.changes.FeedWriter;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.http.Api;
import dev.imas.core.incident.IncidentAccess;
import dev.imas.core.incident.IncidentExtension;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.OnCallLookup;
import java.util.List;

/** Comments of incidents, which people edit, pin and delete (INC-15). */
public final class CommentFeature implements IncidentExtension {

  private final CoreContext core;
  private final IncidentWriter writer;
  private final FeedWriter feed;
  private final OnCallLookup onCall;
  private final Mentioning mentioning;

  public CommentFeature(
      CoreContext core, IncidentWriter writer, FeedWriter feed, OnCallLookup onCall) {
    this.core = core;
    this.writer = writer;
    this.feed = feed;
    this.onCall = onCall;
    this.mentioning = new Mentioning(core.notices(), core.receivers(), onCall, core.clock());
  }

  @Override
  public List<String> apiTags() {
    return List.of("comments");
  }

  @Override
  public void mount(Api api) {
    new CommentRoutes(
            core.searches(),
            new IncidentRepository(),
            new IncidentAccess(new ServiceRepository(), onCall),
            new CommentChanges(writer, mentioning),
            feed,
            core.missing(),
            core.clock())
        .mount(api);
  }

  @Override
  public List<IncidentReaction> reactions() {
    return List.of(new CommentReaction(mentioning));
  }
}
