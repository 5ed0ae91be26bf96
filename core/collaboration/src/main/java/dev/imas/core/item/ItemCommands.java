package dev.imas.core.item;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.Principal;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.item.Item.Details;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.workflow.StatusCategory;
import dev.imas.core.workflow.Workflow.Status;
import dev.imas.core.workflow.WorkflowFacts;
import dev.imas.core.workflow.WorkflowMove;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people do about items. Their incident, if they have one, is locked, and so is the workflow.
 */
final class ItemCommands {

  private static final int MOST_OPEN = 10_000;
  private static final int MOST_OPEN_OF_INCIDENT = 200;

  private final ItemRepository items;
  private final ItemViewRepository views;
  private final WorkflowRepository workflows;
  private final ItemLinkRepository links;
  private final ItemReminders reminders;
  private final ItemMessages messages;
  private final IncidentWriter writer;
  private final List<ItemFollower> followers;
  private final InstantSource clock;

  /**
   * @param followers all are there before the first request
   */
  ItemCommands(
      ItemRepository items,
      ItemViewRepository views,
      WorkflowRepository workflows,
      ItemLinkRepository links,
      ItemReminders reminders,
      ItemMessages messages,
      IncidentWriter writer,
      List<ItemFollower> followers,
      InstantSource clock) {
    this.items = items;
    this.views = views;
    this.workflows = workflows;
    this.links = links;
    this.reminders = reminders;
    this.messages = messages;
    this.writer = writer;
    this.followers = followers;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** A new item of an incident that is locked, or of none. */
  UUID create(
      Tx tx,
      Call call,
      ItemKind kind,
      Details details,
      @Nullable Incident incident,
      ItemRepository.@Nullable Request request) {
    Instant now = now();
    UUID id = UuidV7.at(now.toEpochMilli());
    Status first = workflows.rules(tx, kind).first();
    if (incident != null) {
      mustHaveRoom(tx, incident, kind);
      note(tx, ItemAuthor.of(call), incident, id, "created", "Task added: " + details.title());
    }
    // From here on nothing else is locked.
    long number = items.nextNumber(tx, kind);
    mustHaveRoom(tx, kind);
    Item made =
        new Item(
            id,
            kind,
            number,
            details,
            first.id(),
            first.category(),
            incident == null ? null : incident.id(),
            Item.reminder(details.due(), first.category(), now),
            null,
            null,
            call.author(),
            person(call),
            1,
            now,
            now);
    items.insert(tx, made, request);
    items.append(
        tx, id, event(ItemAuthor.of(call), ItemEvent.CREATED, null, made.key(), null, now));
    reminders.aim(tx, made);
    messages.assigned(tx, made, call.author(), person(call), now);
    return id;
  }

  private void mustHaveRoom(Tx tx, Incident incident, ItemKind kind) {
    if (items.openOf(tx, incident.id(), kind) >= MOST_OPEN_OF_INCIDENT) {
      throw Fault.conflict(
          incident.shortId()
              + " has "
              + MOST_OPEN_OF_INCIDENT
              + " open "
              + kind.plural()
              + ", which is the limit; end some of them first");
    }
  }

  private void mustHaveRoom(Tx tx, ItemKind kind) {
    if (items.open(tx, kind) >= MOST_OPEN) {
      throw Fault.conflict(
          "there are "
              + MOST_OPEN
              + " open "
              + kind.plural()
              + ", which is the limit; end some of them first");
    }
  }

  private static @Nullable UUID person(Call call) {
    Principal.Person person = call.principal().person();
    return person == null ? null : person.id();
  }

  private static ItemEvent event(
      ItemAuthor by,
      String name,
      @Nullable String from,
      @Nullable String to,
      @Nullable String reason,
      Instant now) {
    return new ItemEvent(name, from, to, reason, by.name(), by.id(), now);
  }

  /** Other details, of an item that is locked. */
  void change(Tx tx, Call call, Item locked, Details details) {
    if (details.equals(locked.details())) {
      return;
    }
    if (!details.title().equals(locked.details().title())) {
      mustHaveTitle(tx, locked);
    }
    Instant now = now();
    Item changed = changed(tx, ItemAuthor.of(call), locked, details, now);
    boolean isGiven =
        !Objects.equals(details.owner(), locked.details().owner())
            || !Objects.equals(details.ownerTeam(), locked.details().ownerTeam());
    if (isGiven && changed.isOpen()) {
      messages.assigned(tx, changed, call.author(), person(call), now);
    }
  }

  /** The tracker has the title of what was exported, so it is changed there. */
  private void mustHaveTitle(Tx tx, Item item) {
    ItemLink link = links.find(tx, item.id()).filter(ItemLink::isAlive).orElse(null);
    if (link != null) {
      throw Fault.conflict(
          item.key() + " was exported to " + link.named() + "; change its title there");
    }
  }

  private Item changed(Tx tx, ItemAuthor by, Item locked, Details details, Instant now) {
    ItemView before = view(tx, locked.id());
    Item changed = locked.with(details, now);
    items.update(tx, changed);
    for (ItemDifference.Part part : ItemDifference.between(before, view(tx, locked.id()))) {
      items.append(tx, locked.id(), event(by, part.name(), part.from(), part.to(), null, now));
    }
    reminders.aim(tx, changed);
    return changed;
  }

  private ItemView view(Tx tx, UUID id) {
    return views.find(tx, id, now()).orElseThrow();
  }

  /**
   * Another status.
   *
   * @param incident of the item, which is locked
   * @param mayManage whether the caller may do more than move what they own
   */
  void move(
      Tx tx,
      Call call,
      Item locked,
      @Nullable Incident incident,
      String to,
      @Nullable String reason,
      boolean mayManage) {
    WorkflowRules rules = workflows.rules(tx, locked.kind());
    Details details = locked.details();
    WorkflowFacts facts =
        new WorkflowFacts(
            details.owner() != null || details.ownerTeam() != null,
            details.due() != null,
            reason != null,
            mayManage);
    Status target =
        switch (rules.move(locked.statusId(), to, facts)) {
          case WorkflowMove.Allowed allowed -> allowed.to();
          case WorkflowMove.Guarded guarded -> throw guarded(locked, to, guarded);
          case WorkflowMove.Impossible impossible ->
              throw impossible(locked, rules, to, impossible);
        };
    if (target.category() != locked.statusCategory()) {
      followers.forEach(
          one -> one.check(tx, locked.id(), locked.statusCategory(), target.category()));
    }
    moved(tx, ItemAuthor.of(call), locked, incident, target, reason);
    if (target.category().isOpen() != locked.isOpen()) {
      links.want(tx, locked.id(), target.category().isOpen());
    }
  }

  private void moved(
      Tx tx,
      ItemAuthor by,
      Item locked,
      @Nullable Incident incident,
      Status target,
      @Nullable String reason) {
    Instant now = now();
    Item moved = locked.moved(target, reason, now);
    if (moved.isOpen() && !locked.isOpen()) {
      mustHaveRoom(tx, locked.kind());
      if (incident != null) {
        mustHaveRoom(tx, incident, locked.kind());
      }
    }
    if (incident != null) {
      tell(tx, by, incident, locked, moved, reason);
    }
    items.update(tx, moved);
    items.append(
        tx, locked.id(), event(by, ItemEvent.STATUS, locked.statusId(), target.id(), reason, now));
    reminders.aim(tx, moved);
    if (moved.statusCategory() != locked.statusCategory()) {
      followers.forEach(
          one -> one.moved(tx, moved.id(), locked.statusCategory(), moved.statusCategory()));
    }
  }

  /**
   * Another status of that category: the first that a transition leads to.
   *
   * @param incident of the item, which is locked
   */
  void move(
      Tx tx,
      Call call,
      Item locked,
      @Nullable Incident incident,
      StatusCategory wanted,
      boolean mayManage) {
    WorkflowRules rules = workflows.rules(tx, locked.kind());
    Status target =
        rules.from(locked.statusId()).stream()
            .flatMap(way -> rules.status(way.to()).stream())
            .filter(to -> to.category() == wanted)
            .findFirst()
            .orElse(null);
    if (target == null) {
      throw Fault.conflict(
          locked.key()
              + " is "
              + locked.statusId()
              + ", from which no transition of its workflow leads to "
              + wanted.wireName()
              + "; move it step by step, or change the workflow of "
              + locked.kind().plural());
    }
    move(tx, call, locked, incident, target.id(), null, mayManage);
  }

  /** Exports an item that is locked: the notifier makes an issue of it. */
  void export(Tx tx, Call call, Item locked, UUID provider, String name, String tracker) {
    ItemLink before = links.find(tx, locked.id()).orElse(null);
    if (before != null && before.isAlive()) {
      throw Fault.conflict(
          before.state() == ItemLink.State.LINKED
              ? locked.key() + " is " + before.named() + " already; unlink it first"
              : locked.key() + " is being exported already");
    }
    ItemAuthor by = ItemAuthor.of(call);
    links.export(tx, locked.id(), provider, tracker, by);
    items.append(tx, locked.id(), event(by, ItemEvent.TRACKER, null, name, null, now()));
  }

  /** Forgets the issue of an item that is locked. The tracker keeps it. */
  void unlink(Tx tx, Call call, Item locked) {
    ItemLink before =
        links
            .find(tx, locked.id())
            .orElseThrow(() -> Fault.conflict(locked.key() + " was not exported"));
    links.forget(tx, locked.id());
    items.append(
        tx,
        locked.id(),
        event(ItemAuthor.of(call), ItemEvent.TRACKER, before.named(), null, null, now()));
  }

  /**
   * Makes an item that is locked what its tracker says of it. What people did here since, and the
   * tracker does not know yet, stays.
   */
  void follow(Tx tx, Item locked, @Nullable Incident incident, ItemLink link) {
    ItemLink.Issue issue = link.issue();
    String error = link.error();
    Instant now = now();
    if (issue == null || link.state() == ItemLink.State.GONE || error != null) {
      if (error != null) {
        ItemAuthor by = ItemAuthor.tracker(link.named());
        items.append(tx, locked.id(), event(by, ItemEvent.TRACKER, null, null, error, now));
      }
      return;
    }
    ItemAuthor by = ItemAuthor.tracker(issue.key());
    Item item = locked;
    Details details = item.details();
    if (!issue.title().isBlank() && !issue.title().equals(details.title())) {
      item = changed(tx, by, item, details.titled(issue.title()), now);
    }
    if (link.isToldNothing() && issue.isOpen() != item.isOpen()) {
      follow(tx, by, item, incident, issue.isOpen());
    }
  }

  private void follow(Tx tx, ItemAuthor by, Item item, @Nullable Incident incident, boolean opens) {
    WorkflowRules rules = workflows.rules(tx, item.kind());
    String reason = opens ? "Opened again in " + by.name() : "Ended in " + by.name();
    WorkflowFacts all = new WorkflowFacts(true, true, true, true);
    Status target =
        rules.from(item.statusId()).stream()
            .flatMap(way -> rules.status(way.to()).stream())
            .filter(to -> opens ? to.category().isOpen() : to.category() == StatusCategory.DONE)
            .filter(to -> rules.move(item.statusId(), to.id(), all) instanceof WorkflowMove.Allowed)
            .findFirst()
            .orElse(null);
    if (target == null) {
      items.append(
          tx,
          item.id(),
          event(
              by,
              ItemEvent.TRACKER,
              null,
              null,
              reason + ", and no transition leads there from " + item.statusId(),
              now()));
    } else {
      moved(tx, by, item, incident, target, reason);
    }
  }

  private static Fault guarded(Item item, String to, WorkflowMove.Guarded guarded) {
    return switch (guarded.missing()) {
      case REASON_GIVEN ->
          Fault.invalid("/reason", "/reason is missing; say why " + item.key() + " becomes " + to);
      case PERMISSION -> Call.refusal(Permission.ITEM_MANAGE);
      case OWNER_SET, DUE_SET ->
          Fault.conflict(item.key() + " cannot become " + to + ": " + guarded.missing().demand());
    };
  }

  private static Fault impossible(
      Item item, WorkflowRules rules, String to, WorkflowMove.Impossible impossible) {
    List<String> possible = impossible.possible().stream().map(Status::id).toList();
    return Fault.conflict(
            item.key()
                + " is "
                + item.statusId()
                + " and cannot become "
                + to
                + "; "
                + (possible.isEmpty()
                    ? "no transition leads out of " + item.statusId()
                    : "it can become " + String.join(", ", possible)))
        .with("current", item.statusId())
        .with("possible", possible);
  }

  private void tell(
      Tx tx, ItemAuthor by, Incident incident, Item before, Item after, @Nullable String reason) {
    String title = after.details().title();
    if (after.statusCategory() == StatusCategory.DONE) {
      note(tx, by, incident, after.id(), "done", "Task done: " + title);
    } else if (after.statusCategory() == StatusCategory.DROPPED) {
      note(tx, by, incident, after.id(), "dropped", "Task dropped: " + title + ". " + reason);
    } else if (!before.isOpen()) {
      note(tx, by, incident, after.id(), "reopened", "Task open again: " + title);
    }
  }

  private void note(
      Tx tx, ItemAuthor by, Incident incident, UUID item, String event, String message) {
    writer
        .apply(
            tx,
            List.of(
                IncidentChange.of(incident)
                    .then(
                        by.author()
                            .sign(
                                incident.report(
                                    TimelineType.TASK,
                                    by.author().name(),
                                    message,
                                    Map.of("item_id", item.toString(), "event", event))))))
        .await();
  }

  /** Refuses a change that is based on another version. */
  static void mustHave(Item item, @Nullable Integer version) {
    if (version != null && item.version() != version) {
      throw Constraints.overtaken();
    }
  }

  static Audit.Subject subject(UUID item) {
    return new Audit.Subject("item", item);
  }
}
