package dev.imas.core.intake;

import dev.imas.core.bus.PageContent;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.Page;
import dev.imas.core.incident.TimelineEntry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What is to be written, all of it in one transaction.
 *
 * @param members alerts that are new to their incident
 * @param grown in which more alerts fire than people were told of
 * @param openedBy by new incident, the alert that opened it
 * @param needs what the plan lacked; unless that is nothing, it must not be written
 */
public record IntakePlan(
    List<Incident> opened,
    List<Incident> changed,
    Set<Link> members,
    List<Progress> progress,
    List<TimelineEntry> entries,
    List<Page> pages,
    Set<UUID> grown,
    Map<UUID, PageContent.Alert> openedBy,
    IntakeNeeds needs) {

  public IntakePlan {
    opened = List.copyOf(opened);
    changed = List.copyOf(changed);
    progress = List.copyOf(progress);
    entries = List.copyOf(entries);
    pages = List.copyOf(pages);
    grown = Set.copyOf(grown);
    openedBy = Map.copyOf(openedBy);
  }
}
