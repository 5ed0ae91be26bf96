package dev.imas.core.incident;

import dev.imas.core.http.Principal;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TestSpace;
import dev.imas.core.platform.Fault;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The work people do about the alerts of one group: its subject, and its standing. Immutable: each
 * change returns a {@link Step} with the incident as it is afterwards.
 */
public record Incident(Subject subject, Standing standing) {

  /** The author of automatic changes. */
  public static final String SYSTEM = "system";

  public static final int LONGEST_TITLE = 500;
  public static final int LONGEST_DESCRIPTION = 20_000;

  /** What opened it. */
  public enum Origin {
    ALERT,
    API,
    /** A heartbeat that fell silent, or failed. */
    HEARTBEAT,
    /** So many incidents at once that it stands for the rest of them. */
    STORM
  }

  public UUID id() {
    return subject.id();
  }

  public String shortId() {
    return subject.shortId();
  }

  public String title() {
    return subject.title();
  }

  public String description() {
    return subject.description();
  }

  public UUID serviceId() {
    return subject.serviceId();
  }

  public Origin origin() {
    return subject.origin();
  }

  public @Nullable String groupKey() {
    return subject.groupKey();
  }

  /** Whether alerts opened it that only test: people see it, and nobody is told (ADR 160). */
  public boolean isTest() {
    return TestSpace.isKey(groupKey());
  }

  public Severity severity() {
    return standing.severity();
  }

  public IncidentStatus status() {
    return standing.status();
  }

  public boolean autoResolve() {
    return standing.autoResolve();
  }

  /** The name of its lead, as it was when they became it. */
  public @Nullable String lead() {
    Author lead = standing.lead();
    return lead == null ? null : lead.name();
  }

  /** The user who leads it; null if nobody does, or a program. */
  public @Nullable UUID leadId() {
    Author lead = standing.lead();
    return lead == null ? null : lead.id();
  }

  /** Whether that user leads it. Leads of earlier versions are known by name alone. */
  public boolean isLedBy(Principal.Person person) {
    UUID id = leadId();
    return id == null ? person.username().equals(lead()) : id.equals(person.id());
  }

  public Clocks clocks() {
    return standing.clocks();
  }

  public Counts counts() {
    return standing.counts();
  }

  public SetBy setBy() {
    return standing.setBy();
  }

  public @Nullable IncidentEnd ending() {
    return standing.ending();
  }

  /** The incident that has its alerts since it was merged; null if it was not. */
  public @Nullable UUID mergedInto() {
    IncidentEnd ending = ending();
    return ending == null ? null : ending.mergedInto();
  }

  public int version() {
    return standing.version();
  }

  /**
   * @param message the message for the timeline and the page
   */
  public static Step open(NewIncident o, String message, Map<String, Object> metadata, Instant at) {
    Map<String, Object> facts = new TreeMap<>(metadata);
    facts.put("to", IncidentStatus.TRIGGERED.name());
    return new Incident(o.subject(), o.standing(at))
        .noted(TimelineType.STATUS_CHANGE, o.createdBy(), message, facts, IncidentEvent.TRIGGERED);
  }

  /** In the metadata of an acknowledgement: whom it made the lead. */
  public static final String MADE_LEAD = "lead";

  /** In the metadata of what takes a change back: the seq of that change. */
  public static final String TAKES_BACK = "takes_back";

  public Step acknowledge(Author by, Instant at, @Nullable String message) {
    Author lead = by.known();
    Step acknowledged =
        by.sign(
            changed(
                    s -> {
                      s.status = s.status.acknowledge();
                      s.lead = s.lead == null ? lead : s.lead;
                      s.clocks = s.clocks.acknowledged(at);
                    })
                .moved(status(), by.name(), message, IncidentEvent.ACKNOWLEDGED));
    return lead() == null ? acknowledged.with(MADE_LEAD, lead.name()) : acknowledged;
  }

  /**
   * Its alerts were acknowledged where they come from. Nobody becomes the lead by that: who it was
   * is known to the sender alone.
   *
   * @param metadata who it was, as far as the sender says
   */
  public Step acknowledgeAtSender(Instant at, String message, Map<String, Object> metadata) {
    return changed(
            s -> {
              s.status = s.status.acknowledge();
              s.clocks = s.clocks.acknowledged(at);
            })
        .moved(status(), SYSTEM, message, IncidentEvent.ACKNOWLEDGED)
        .withAll(metadata);
  }

  /**
   * Takes an acknowledgement back, with all that came of it: the lead whom it made, if that is
   * still the lead, and its time.
   *
   * @param taken the acknowledgement; empty if the timeline does not have it any more
   */
  public Step unacknowledge(
      String by, Instant at, @Nullable String message, Optional<Acknowledgement> taken) {
    String madeLead = taken.map(Acknowledgement::madeLead).orElse(null);
    Incident after =
        changed(
            s -> {
              s.status = s.status.unacknowledge();
              s.lead = s.lead != null && s.lead.name().equals(madeLead) ? null : s.lead;
              s.clocks = s.clocks.unacknowledged(at);
              s.counts = s.counts.unacknowledged();
            });
    return after
        .moved(status(), by, message, IncidentEvent.UNACKNOWLEDGED)
        .with(TAKES_BACK, taken.map(Acknowledgement::seq).orElse(0));
  }

  public Step mitigate(Author by, Instant at, @Nullable String message) {
    return by.sign(
        changed(
                s -> {
                  s.status = s.status.mitigate();
                  s.lead = s.lead == null ? by.known() : s.lead;
                  s.clocks = s.clocks.mitigated(at);
                })
            .moved(status(), by.name(), message, IncidentEvent.MITIGATED));
  }

  /** A person resolves it. */
  public Step resolve(String by, Instant at, @Nullable String note, @Nullable String cause) {
    return resolve(IncidentEnd.By.PERSON, by, at, note, cause);
  }

  /** It ends by itself. */
  public Step resolve(IncidentEnd.By what, Instant at, String note) {
    return resolve(what, SYSTEM, at, note, null);
  }

  /**
   * @param what ends it: anything but a merge
   * @param by whose entry it is
   */
  public Step resolve(
      IncidentEnd.By what, String by, Instant at, @Nullable String note, @Nullable String cause) {
    return changed(
            s -> {
              s.status = s.status.resolve();
              s.ending = IncidentEnd.of(what);
              s.clocks = s.clocks.resolved(at);
              s.resolutionNote = note;
              s.rootCause = cause;
            })
        .moved(status(), by, note, IncidentEvent.RESOLVED);
  }

  public Step reopen(String by, Instant at, String reason) {
    if (mergedInto() != null) {
      throw Fault.conflict(
          shortId() + " was merged into another incident; reopen that one, or undo the merge");
    }
    Incident reopened =
        changed(
            s -> {
              s.status = s.status.reopen();
              s.ending = null;
              s.clocks = s.clocks.reopened(at);
              s.counts = s.counts.reopened();
            });
    Map<String, Object> facts = new TreeMap<>();
    facts.put("from", status().name());
    facts.put("to", reopened.status().name());
    Instant end = clocks().resolvedAt();
    if (end != null) {
      facts.put("resolved_at", end.toString());
    }
    return reopened.noted(TimelineType.REOPENED, by, reason, facts, IncidentEvent.REOPENED);
  }

  /**
   * Whether a report of that severity raises it, by an alert or by a person. Without a person who
   * corrects it, an incident only ever rises.
   */
  public boolean isRaisedBy(Severity reported) {
    return reported.isMoreSevereThan(severity());
  }

  /**
   * Whether a report of it, by an alert or by a person, says that it is not mitigated after all.
   */
  public boolean isBroughtBack() {
    return status() == IncidentStatus.MITIGATED;
  }

  /**
   * An alert fires although people thought it was over: no alert fired any more, or the incident
   * was mitigated. A mitigated incident becomes triggered again.
   */
  public Step refire(Instant at, String message) {
    return refire(SYSTEM, at, message);
  }

  /** The same, as somebody reports it. */
  Step refire(String by, Instant at, String message) {
    IncidentStatus from = status();
    IncidentStatus to = from == IncidentStatus.MITIGATED ? from.refire() : from;
    return changed(
            s -> {
              s.status = to;
              s.clocks = s.clocks.touched(at);
            })
        .noted(
            to == from ? TimelineType.ALERT_RECEIVED : TimelineType.STATUS_CHANGE,
            by,
            message,
            to == from ? Map.of() : Map.of("from", from.name(), "to", to.name()),
            IncidentEvent.REFIRED);
  }

  /**
   * Raises the severity. Without a person it only ever rises, so check {@link #isRaisedBy} first.
   *
   * @param by a person who decides it so, or {@link #SYSTEM}
   */
  public Step raise(Severity to, String by, Instant at, String message) {
    return changed(
            s -> {
              s.severity = to;
              s.setBy = s.setBy.severity(SYSTEM.equals(by) ? null : by);
              s.clocks = s.clocks.touched(at);
            })
        .noted(
            TimelineType.SEVERITY_CHANGE,
            by,
            message,
            Map.of("from", severity().name(), "to", to.name()),
            IncidentEvent.SEVERITY_CHANGED);
  }

  /**
   * What had ended comes back as what fires now, whatever it was before: its severity and its words
   * are those of the alert that reopens it, but for what a person {@linkplain SetBy decided}.
   * Nobody is told by this alone.
   */
  public Step judge(
      Severity to, String newTitle, String newDescription, Instant at, String message) {
    Severity from = severity();
    Incident touched =
        changed(
            s -> {
              s.severity = to;
              s.clocks = s.clocks.touched(at);
            });
    return new Incident(subject.corrected(newTitle, newDescription, serviceId()), touched.standing)
        .noted(
            from == to ? TimelineType.EDITED : TimelineType.SEVERITY_CHANGE,
            SYSTEM,
            message,
            from == to
                ? Map.of("from", title(), "to", newTitle)
                : Map.of("from", from.name(), "to", to.name()),
            null);
  }

  /**
   * The incident as a person corrected it, who decided what changes. The timeline keeps its
   * history.
   */
  Incident corrected(
      String newTitle,
      String newDescription,
      UUID newService,
      Severity newSeverity,
      @Nullable Author newLead,
      String by,
      Instant at) {
    boolean isReworded = !newTitle.equals(title()) || !newDescription.equals(description());
    Incident corrected =
        changed(
            s -> {
              s.setBy = newSeverity == s.severity ? s.setBy : s.setBy.severity(by);
              s.setBy = isReworded ? s.setBy.words(by) : s.setBy;
              s.severity = newSeverity;
              s.lead = newLead;
              s.clocks = s.clocks.touched(at);
            });
    return new Incident(
        subject.corrected(newTitle, newDescription, newService), corrected.standing);
  }

  /**
   * Somebody else leads the work from now on.
   *
   * @param newLead null: nobody does
   */
  public Step lead(@Nullable Author newLead, Author by, Instant at) {
    Map<String, Object> facts = new TreeMap<>();
    String was = lead();
    if (was != null) {
      facts.put("from", was);
    }
    if (newLead != null) {
      facts.put("to", newLead.name());
    }
    String message =
        "Lead changed from "
            + (was == null ? "nobody" : was)
            + " to "
            + (newLead == null ? "nobody" : newLead.name());
    return by.sign(
        changed(
                s -> {
                  s.lead = newLead;
                  s.clocks = s.clocks.touched(at);
                })
            .noted(TimelineType.ASSIGNMENT, by.name(), message, facts, null));
  }

  /** Nobody has acknowledged it, so others are told. The incident itself does not change. */
  public Step escalate(String message, Map<String, Object> metadata) {
    return noted(TimelineType.ESCALATION, SYSTEM, message, metadata, IncidentEvent.ESCALATED);
  }

  /** A person pages somebody about it. The incident itself does not change. */
  public Step page(String by, String message) {
    return noted(TimelineType.ESCALATION, by, message, Map.of(), IncidentEvent.ESCALATED);
  }

  /**
   * Nobody has acknowledged it, so its team is called again. The incident itself does not change.
   */
  public Step remind(String message) {
    return noted(TimelineType.REMINDER, SYSTEM, message, Map.of(), IncidentEvent.REMINDED);
  }

  /**
   * Whoever acknowledged it is thought to have given it up, so people are needed again. The lead
   * stays, and the time to acknowledge.
   *
   * @param taken the acknowledgement that ends; empty if the timeline does not have it any more
   */
  public Step resume(
      Instant at, String message, Map<String, Object> metadata, Optional<Acknowledgement> taken) {
    IncidentStatus from = status();
    Incident resumed =
        changed(
            s -> {
              s.status = s.status.resume();
              s.clocks = s.clocks.touched(at);
              s.counts = s.counts.unacknowledged();
            });
    Map<String, Object> facts = new TreeMap<>(metadata);
    facts.put(TAKES_BACK, taken.map(Acknowledgement::seq).orElse(0));
    facts.put("from", from.name());
    facts.put("to", resumed.status().name());
    return resumed.noted(
        TimelineType.STATUS_CHANGE, SYSTEM, message, facts, IncidentEvent.UNACKNOWLEDGED);
  }

  /**
   * More alerts fire in it than people were told, so they are called again. The incident itself
   * does not change.
   */
  public Step join() {
    return noted(
        TimelineType.ALERT_RECEIVED,
        SYSTEM,
        "Told again, since alerts have joined: now " + counts().inWords(),
        Map.of(),
        IncidentEvent.JOINED);
  }

  /** People are told of it now, whom its opening did not tell. The incident does not change. */
  public Step tell(String message) {
    return tell(SYSTEM, message);
  }

  /** The same, since somebody asked for it. */
  Step tell(String by, String message) {
    return noted(TimelineType.NOTE, by, message, Map.of(), IncidentEvent.TRIGGERED);
  }

  /** Adds a timeline entry and changes nothing else. */
  public Step note(
      TimelineType type, String by, String message, Map<String, Object> metadata, Instant at) {
    return changed(s -> s.clocks = s.clocks.touched(at)).noted(type, by, message, metadata, null);
  }

  /** In the metadata of what somebody wrote: it tells a comment from other notes. */
  public static final String COMMENT = "comment";

  /** Adds what somebody wrote. */
  public Step comment(String by, String text, Map<String, Object> metadata, Instant at) {
    return note(TimelineType.NOTE, by, text, metadata, at).with(COMMENT, true);
  }

  /**
   * Adds a timeline entry about what happened elsewhere, such as a sent page. The incident does not
   * change, and neither does its version, so a concurrent edit stays valid.
   */
  public Step report(TimelineType type, String by, String message, Map<String, Object> metadata) {
    return noted(type, by, message, metadata, null);
  }

  /** Updates the counts of alerts. The timeline reports them together, later. */
  public Incident attached(int newAlerts, int firingMore, boolean autoResolves) {
    return standing(
        s -> {
          s.autoResolve = s.autoResolve && autoResolves;
          s.counts = s.counts.attached(newAlerts, firingMore);
        });
  }

  /** This incident with the counts of a later moment. */
  public Incident withCountsOf(Incident later) {
    return standing(s -> s.counts = later.counts());
  }

  private Step moved(
      IncidentStatus from, String by, @Nullable String message, IncidentEvent event) {
    String text = message == null || message.isBlank() ? plain(event, by) : message;
    return noted(
        TimelineType.STATUS_CHANGE,
        by,
        text,
        Map.of("from", from.name(), "to", status().name()),
        event);
  }

  /** "Acknowledged by ann": what an entry says to which nobody has added a text. */
  public static String plain(IncidentEvent event, String by) {
    String name = event.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT) + " by " + by;
  }

  /** Adds the timeline entry of a change that was already made. */
  Step noted(
      TimelineType type,
      String by,
      String message,
      Map<String, Object> metadata,
      @Nullable IncidentEvent event) {
    Incident after = standing(s -> s.counts = s.counts.noted());
    return new Step(
        after,
        new TimelineEntry(
            id(), after.counts().timelineSeq(), type, by, message, metadata, after.version()),
        event);
  }

  /** Makes a change that people see, so the version rises. */
  Incident changed(Consumer<Standing.Edit> edit) {
    return standing(
        s -> {
          edit.accept(s);
          s.version++;
        });
  }

  private Incident standing(Consumer<Standing.Edit> edit) {
    return new Incident(subject, standing.with(edit));
  }
}
