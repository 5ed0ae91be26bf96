package dev.imas.core.intake;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.Page;
import dev.imas.core.incident.TimelineEntry;
import java.util.List;
import java.util.Map;

/** What is to be written, all of it in one transaction. */
public record IntakePlan(
    List<Incident> opened,
    List<Incident> changed,
    Map<Link, Boolean> links,
    List<Progress> progress,
    List<TimelineEntry> entries,
    List<Page> pages) {

  public IntakePlan {
    opened = List.copyOf(opened);
    changed = List.copyOf(changed);
    progress = List.copyOf(progress);
    entries = List.copyOf(entries);
    pages = List.copyOf(pages);
  }
}
