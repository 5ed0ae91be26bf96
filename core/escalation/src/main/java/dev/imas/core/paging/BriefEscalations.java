package dev.imas.core.paging;

import dev.imas.core.contact.PersonReach;
import dev.imas.core.incident.EscalationLookup;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.OpeningRepository;
import dev.imas.core.platform.Tx;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Reads for lists whom incidents have paged last, and whom they page next. */
public final class BriefEscalations implements EscalationLookup {

  private final PersonReach people;
  private final IncidentRepository incidents = new IncidentRepository();
  private final OpeningRepository openings = new OpeningRepository();
  private final RunRepository runs = new RunRepository();
  private final RecordRepository records = new RecordRepository();

  public BriefEscalations(PersonReach people) {
    this.people = people;
  }

  @Override
  public Map<UUID, Brief> of(Tx tx, Collection<UUID> wanted) {
    Map<UUID, Paged> paged = records.lastPaged(tx, wanted).await();
    Map<UUID, Coming> coming = coming(tx, wanted);
    Set<UUID> known = new HashSet<>(paged.keySet());
    known.addAll(coming.keySet());
    Map<UUID, Brief> briefs = new HashMap<>();
    known.forEach(id -> briefs.put(id, new Brief(paged.get(id), coming.get(id))));
    return briefs;
  }

  private Map<UUID, Coming> coming(Tx tx, Collection<UUID> wanted) {
    Map<UUID, Run> waiting = new HashMap<>(runs.running(tx, wanted).await());
    waiting.values().removeIf(run -> !NextSteps.isToCome(run));
    List<Incident> read = incidents.read(tx, waiting.keySet()).await();
    NextSteps steps = new NextSteps(tx, people, openings.labels(tx, waiting.keySet()).await());
    Map<UUID, Coming> coming = new HashMap<>();
    for (Incident incident : read) {
      Run run = waiting.get(incident.id());
      if (run != null) {
        ShownNext next = steps.of(run, incident);
        coming.put(incident.id(), new Coming(next.pages(), next.dueAt()));
      }
    }
    return coming;
  }
}
