package dev.imas.core.postmortem;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.Principal.Person;
import dev.imas.core.incident.Author;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.postmortem.PostMortemRepository.Published;
import dev.imas.core.postmortem.PostMortemRepository.Written;
import dev.imas.core.servicelevel.TenantCalendar;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What people do about the post-mortem of an incident that the transaction has locked. */
final class PostMortemCommands {

  private final PostMortemRepository repository;
  private final PostMortemViewRepository views;
  private final PostMortemReminders reminders;
  private final PostMortemMessages messages;
  private final TenantCalendar calendars = new TenantCalendar();
  private final IncidentWriter writer;
  private final InstantSource clock;

  PostMortemCommands(
      PostMortemRepository repository,
      PostMortemViewRepository views,
      PostMortemReminders reminders,
      PostMortemMessages messages,
      IncidentWriter writer,
      InstantSource clock) {
    this.repository = repository;
    this.views = views;
    this.reminders = reminders;
    this.messages = messages;
    this.writer = writer;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static @Nullable UUID person(Call call) {
    Person person = call.principal().person();
    return person == null ? null : person.id();
  }

  /** Begins one, of an incident that may still be open. */
  void start(Tx tx, Call call, Incident incident, @Nullable UUID owner) {
    if (incident.mergedInto() != null) {
      throw Fault.conflict(
          incident.shortId() + " was merged into another incident; begin the post-mortem there");
    }
    if (repository.read(tx, incident.id()).isPresent()) {
      throw Fault.conflict(incident.shortId() + " has a post-mortem already; change that one");
    }
    Instant now = now();
    UUID lead = incident.leadId();
    UUID whose = owner != null ? owner : lead != null ? lead : person(call);
    repository.insert(
        tx,
        PostMortem.draft(
            UuidV7.at(now.toEpochMilli()),
            incident.id(),
            calendars.read(tx).zone(),
            whose,
            call.author(),
            now));
    note(tx, call, incident, "started", "Post-mortem started");
  }

  /**
   * Who owns and who reviews it.
   *
   * @param changesOwner whether the request says who owns it
   */
  void name(
      Tx tx,
      PostMortem locked,
      boolean changesOwner,
      @Nullable UUID owner,
      boolean changesReviewer,
      @Nullable UUID reviewer) {
    PostMortem named =
        locked.with(
            now(),
            edit -> {
              edit.owner = changesOwner ? owner : locked.owner();
              edit.reviewer = changesReviewer ? reviewer : locked.reviewer();
            });
    mustNotReviewOwn(named, changesReviewer ? "/reviewer" : "/owner");
    repository.update(tx, named);
  }

  private static void mustNotReviewOwn(PostMortem named, String member) {
    UUID reviewer = named.reviewer();
    if (reviewer != null && named.isAuthor(reviewer)) {
      throw Fault.invalid(
          member,
          member
              + ": the reviewer must be somebody who neither owns the post-mortem nor was the last"
              + " to edit it; name another person");
    }
  }

  /** Another text of a section. The next change of a published one begins another version. */
  Written write(
      Tx tx, Call call, PostMortem locked, PostMortemPart part, String text, int revision) {
    mustBeWritable(locked);
    Written before =
        repository.sections(tx, locked.id()).stream()
            .filter(one -> one.part() == part)
            .findFirst()
            .orElse(new Written(part, "", 0, locked.createdAt(), ""));
    mustHave(before.revision(), revision);
    if (text.equals(before.text()) && before.revision() > 0) {
      return before;
    }
    Instant now = now();
    Written written = new Written(part, text, before.revision() + 1, now, call.author());
    repository.write(tx, locked.id(), written);
    repository.update(tx, edited(locked, call, now));
    return written;
  }

  /** Other entries that it cites. */
  void cite(Tx tx, Call call, PostMortem locked, List<Integer> entries, int revision) {
    mustBeWritable(locked);
    mustHave(locked.citedRevision(), revision);
    List<Integer> cited = entries.stream().distinct().sorted().toList();
    if (repository.existing(tx, locked.incident(), cited) < cited.size()) {
      throw Fault.invalid(
          "/entries",
          "/entries names an entry that the incident's timeline does not have; send numbers of"
              + " entries that it has");
    }
    if (!cited.equals(locked.cited())) {
      PostMortem edited = edited(locked, call, now());
      repository.update(
          tx,
          edited.with(
              edited.updatedAt(),
              edit -> {
                edit.cited = cited;
                edit.citedRevision++;
                edit.version = edited.version();
              }));
    }
  }

  private static void mustBeWritable(PostMortem locked) {
    if (locked.state() == PostMortemState.NOT_NEEDED) {
      throw Fault.conflict(
          "the post-mortem is not needed; move it back to draft before you write it");
    }
  }

  private static void mustHave(int current, int expected) {
    if (current != expected) {
      throw Constraints.overtaken();
    }
  }

  private static PostMortem edited(PostMortem locked, Call call, Instant now) {
    return locked.with(
        now,
        edit -> {
          if (locked.state() == PostMortemState.PUBLISHED) {
            edit.moved(PostMortemState.DRAFT, call.author(), now);
          }
          edit.lastEditor = person(call);
        });
  }

  /**
   * What a request moves it to.
   *
   * @param reviewer who is to review it; null: whoever it was
   */
  record Move(PostMortemState to, @Nullable String reason, @Nullable UUID reviewer) {}

  void move(Tx tx, Call call, Incident incident, PostMortem locked, Move move) {
    if (!locked.state().next().contains(move.to)) {
      throw impossible(locked, move.to);
    }
    switch (move.to) {
      case DRAFT -> draft(tx, call, incident, locked, move.reason);
      case REVIEW -> review(tx, call, incident, locked, move.reviewer);
      case PUBLISHED -> publish(tx, call, incident, locked);
      case NOT_NEEDED -> {
        mustNotBePublished(locked);
        if (locked.duty() != null) {
          throw call.may(Permission.POST_MORTEM_WAIVE)
              ? Fault.conflict(
                  "the post-mortem is required; POST to its waiver says that it is not needed")
              : Call.refusal(Permission.POST_MORTEM_WAIVE);
        }
        if (move.reason == null) {
          throw Fault.invalid("/reason", "/reason is missing; say why no post-mortem is needed");
        }
        callOff(tx, call, incident, locked, move.reason);
      }
    }
  }

  private static Fault impossible(PostMortem locked, PostMortemState to) {
    return Fault.conflict(
            "the post-mortem is "
                + locked.state().wireName()
                + " and cannot become "
                + to.wireName())
        .with("current", locked.state().wireName())
        .with("possible", locked.state().next().stream().map(PostMortemState::wireName).toList());
  }

  /** Says that one is not needed, also where it is required. */
  void waive(Tx tx, Call call, Incident incident, PostMortem locked, String reason) {
    if (!locked.state().next().contains(PostMortemState.NOT_NEEDED)) {
      throw impossible(locked, PostMortemState.NOT_NEEDED);
    }
    callOff(tx, call, incident, locked, reason);
  }

  private void draft(
      Tx tx, Call call, Incident incident, PostMortem locked, @Nullable String reason) {
    PostMortem moved = moved(tx, call, incident, locked, PostMortemState.DRAFT);
    String why = reason == null ? "" : ". " + reason;
    switch (locked.state()) {
      case REVIEW -> {
        note(tx, call, incident, "returned", "Post-mortem sent back" + why);
        messages.returned(tx, moved, incident, call.author(), person(call), reason);
      }
      case PUBLISHED ->
          note(
              tx,
              call,
              incident,
              "started",
              "Version " + moved.number() + " of the post-mortem started" + why);
      case DRAFT, NOT_NEEDED ->
          note(tx, call, incident, "started", "Post-mortem needed after all" + why);
    }
  }

  private void review(
      Tx tx, Call call, Incident incident, PostMortem locked, @Nullable UUID reviewer) {
    mustHaveSummary(tx, locked);
    PostMortem named =
        reviewer == null
            ? locked
            : locked.with(
                now(),
                edit -> {
                  edit.reviewer = reviewer;
                  edit.version = locked.version();
                });
    mustNotReviewOwn(named, "/reviewer");
    PostMortem moved = moved(tx, call, incident, named, PostMortemState.REVIEW);
    note(tx, call, incident, "review", "Post-mortem sent to review");
    messages.review(tx, moved, incident, call.author(), person(call));
  }

  private void mustHaveSummary(Tx tx, PostMortem locked) {
    if (repository.sections(tx, locked.id()).stream()
        .noneMatch(one -> one.part() == PostMortemPart.SUMMARY && !one.text().isBlank())) {
      throw Fault.conflict("the section summary is empty; write it first");
    }
  }

  /**
   * By a person who neither owns it nor was the last to edit it. Text and entries are frozen with
   * their hash.
   */
  private void publish(Tx tx, Call call, Incident incident, PostMortem locked) {
    if (incident.status().isOpen() || incident.mergedInto() != null) {
      throw Fault.conflict(
          incident.shortId()
              + (incident.status().isOpen()
                  ? " is not resolved; resolve it before you publish its post-mortem"
                  : " was merged into another incident; publish the post-mortem of that one"));
    }
    UUID publisher = person(call);
    if (publisher == null || locked.isAuthor(publisher)) {
      throw Fault.of(
          Fault.Kind.FORBIDDEN,
          "a post-mortem is published by a person who neither owns it nor was the last to edit it;"
              + " ask its reviewer, or somebody else who may edit it");
    }
    mustHaveSummary(tx, locked);
    Instant now = now();
    String content = text(tx, incident, locked, now, call.author()).content();
    repository.publish(
        tx,
        locked.id(),
        new Published(locked.number(), content, PublishedText.sha256(content), now, call.author()));
    PostMortem published =
        locked.with(
            now,
            edit -> {
              edit.moved(PostMortemState.PUBLISHED, call.author(), now);
              edit.publishedNumber = locked.number();
            });
    store(tx, published, incident, now);
    note(
        tx,
        call,
        incident,
        "published",
        locked.number() == 1
            ? "Post-mortem published"
            : "Version " + locked.number() + " of the post-mortem published");
  }

  /** What it says now. */
  PublishedText text(Tx tx, Incident incident, PostMortem of, Instant at, String by) {
    List<Written> written = repository.sections(tx, of.id());
    List<PublishedText.Section> sections = new ArrayList<>();
    Stream.of(PostMortemPart.values())
        .forEach(
            part ->
                written.stream()
                    .filter(one -> one.part() == part && !one.text().isBlank())
                    .forEach(
                        one ->
                            sections.add(new PublishedText.Section(part.wireName(), one.text()))));
    return new PublishedText(
        PublishedText.FORMAT,
        incident.shortId(),
        incident.title(),
        incident.severity(),
        of.number(),
        at,
        by,
        sections,
        views.entries(tx, incident.id(), of.cited()));
  }

  private static void mustNotBePublished(PostMortem locked) {
    if (locked.publishedNumber() != null) {
      throw Fault.conflict(
          "version " + locked.publishedNumber() + " of the post-mortem is published, so it stays");
    }
  }

  private void callOff(Tx tx, Call call, Incident incident, PostMortem locked, String reason) {
    mustNotBePublished(locked);
    Instant now = now();
    PostMortem off =
        locked.with(
            now,
            edit -> {
              edit.moved(PostMortemState.NOT_NEEDED, call.author(), now);
              edit.notNeededReason = reason;
            });
    store(tx, off, incident, now);
    note(tx, call, incident, "not_needed", "Post-mortem not needed. " + reason);
  }

  private PostMortem moved(
      Tx tx, Call call, Incident incident, PostMortem locked, PostMortemState to) {
    Instant now = now();
    PostMortem moved = locked.with(now, edit -> edit.moved(to, call.author(), now));
    store(tx, moved, incident, now);
    return moved;
  }

  private void store(Tx tx, PostMortem changed, Incident incident, Instant now) {
    PostMortem reminding =
        changed.reminding(incident.status().isOpen() || incident.mergedInto() != null, now);
    repository.update(tx, reminding);
    reminders.aim(tx, reminding);
  }

  private void note(Tx tx, Call call, Incident incident, String event, String message) {
    Author by = Author.of(call.principal());
    writer
        .apply(
            tx,
            List.of(
                IncidentChange.of(incident)
                    .then(
                        by.sign(
                            incident.report(
                                TimelineType.POST_MORTEM,
                                by.name(),
                                message,
                                Map.of("event", event))))))
        .await();
  }
}
