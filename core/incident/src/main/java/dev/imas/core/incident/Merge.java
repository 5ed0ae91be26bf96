package dev.imas.core.incident;

import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The steps of merging one incident, the source, into another, the target, and of undoing that.
 * Pure; the alerts themselves are moved by whoever stores these.
 */
public final class Merge {

  /** In the metadata of the source's entry: the target's short id. */
  public static final String INTO = "into";

  /** In the metadata of the target's entry: the short ids of the sources. */
  public static final String FROM = "from_incidents";

  private Merge() {}

  /** The source, over and without alerts. It keeps everything else. */
  public static Step into(
      Incident source, Incident target, String by, Instant at, @Nullable String message) {
    Map<String, Object> facts = new TreeMap<>();
    facts.put("from", source.status().name());
    facts.put("to", IncidentStatus.RESOLVED.name());
    facts.put(INTO, target.shortId());
    facts.put("alerts", source.counts().alerts());
    return source
        .changed(
            s -> {
              s.status = s.status.resolve();
              s.clocks = s.clocks.merged(at);
              s.ending = IncidentEnd.into(target.id());
              s.counts = s.counts.moved(0, 0);
            })
        .noted(
            TimelineType.MERGED,
            by,
            "Merged into " + named(target) + said(message),
            facts,
            IncidentEvent.MERGED);
  }

  /**
   * The target with the alerts of its sources.
   *
   * @param alerts how many it has by now
   * @param firing how many of these fire
   */
  public static Step absorb(
      Incident target,
      List<Incident> sources,
      int alerts,
      int firing,
      String by,
      Instant at,
      @Nullable String message) {
    Instant earliest = target.clocks().detectedAt();
    for (Incident source : sources) {
      Instant detected = source.clocks().detectedAt();
      earliest = detected.isBefore(earliest) ? detected : earliest;
    }
    Instant detected = earliest;
    int more = alerts - target.counts().alerts();
    String names =
        sources.size() == 1
            ? named(sources.getFirst())
            : String.join(", ", sources.stream().map(Incident::shortId).toList());
    return target
        .changed(
            s -> {
              s.clocks = s.clocks.detected(detected, at);
              s.counts = s.counts.moved(alerts, firing);
            })
        .noted(
            TimelineType.MERGED,
            by,
            names + (sources.size() == 1 ? " was" : " were") + " merged into it" + said(message),
            Map.of(FROM, sources.stream().map(Incident::shortId).toList(), "alerts", more),
            null);
  }

  /**
   * The source as it was before the merge, with its alerts as they are now.
   *
   * @param status before the merge
   */
  public static Step restore(
      Incident source,
      Incident target,
      IncidentStatus status,
      int alerts,
      int firing,
      String by,
      Instant at) {
    return source
        .changed(
            s -> {
              s.status = status;
              s.clocks = s.clocks.reopened(at);
              s.ending = null;
              s.counts = s.counts.moved(alerts, firing);
            })
        .noted(
            TimelineType.UNMERGED,
            by,
            "The merge into " + named(target) + " was undone",
            Map.of("from", source.status().name(), "to", status.name(), INTO, target.shortId()),
            null);
  }

  /**
   * What a merge changed of the target besides its alerts.
   *
   * @param severitySetBy the person who had set the severity; null if an alert had
   */
  public record Before(
      IncidentStatus status,
      Severity severity,
      @Nullable String severitySetBy,
      Instant detectedAt) {

    /** As the target is now. */
    public static Before of(Incident target) {
      return new Before(
          target.status(),
          target.severity(),
          target.setBy().severity(),
          target.clocks().detectedAt());
    }
  }

  /** The target as it was before the merge, without the alerts that go back. */
  public static Step release(
      Incident target,
      Incident source,
      Before before,
      int alerts,
      int firing,
      String by,
      Instant at) {
    return target
        .changed(
            s -> {
              s.status = before.status();
              s.severity = before.severity();
              s.setBy = s.setBy.severity(before.severitySetBy());
              s.clocks = s.clocks.detected(before.detectedAt(), at);
              s.counts = s.counts.moved(alerts, firing);
            })
        .noted(
            TimelineType.UNMERGED,
            by,
            "The merge of " + named(source) + " was undone",
            Map.of(FROM, List.of(source.shortId())),
            null);
  }

  private static String named(Incident incident) {
    return incident.shortId() + " (" + incident.title() + ")";
  }

  private static String said(@Nullable String message) {
    return message == null || message.isBlank() ? "" : ": " + message.strip();
  }
}
