package dev.imas.core.fallback;

import dev.imas.core.contact.PersonReach;
import dev.imas.core.delivery.Holding;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.http.Api;
import dev.imas.core.incident.IncidentExtension;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.platform.OwnThreads;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.WorkerHealth;
import dev.imas.core.work.Poll;
import java.util.List;

/** What becomes of messages, and who is paged when nobody else was reached. */
public final class FallbackFeature implements IncidentExtension {

  private final FallbackRoutes fallback;
  private final OutcomeFollower outcomes;

  /**
   * @param transactions that no request and no housekeeping delays
   * @param poll of {@link OutcomeFollower#WAITS}
   * @param heartbeat learns of each pass
   */
  public FallbackFeature(
      CoreContext core,
      Transactions transactions,
      Poll poll,
      IncidentWriter writer,
      PersonReach people,
      Holding holding,
      OnCallContacts onCall,
      MoveOn moveOn,
      WorkerHealth heartbeat) {
    this.fallback = new FallbackRoutes(core.searches());
    this.outcomes =
        new OutcomeFollower(
            core.platform(),
            transactions,
            poll,
            new IncidentRepository(),
            writer,
            core.queue(),
            people,
            onCall,
            holding,
            moveOn,
            heartbeat);
  }

  public FallbackRoutes fallback() {
    return fallback;
  }

  @Override
  public void mount(Api api) {
    fallback.mount(api);
  }

  @Override
  public List<IncidentReaction> reactions() {
    return List.of(new UnroutedReaction());
  }

  @Override
  public List<Worker> workers() {
    // Not on virtual threads: a request that computes there would keep a page waiting.
    return List.of(new Worker(new OwnThreads("outcomes", outcomes)));
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(new FallbackDocuments(fallback));
  }
}
