package dev.imas.core.item;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.TeamRepository;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.IdempotencyKey;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentAccess;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.item.Item.Details;
import dev.imas.core.item.ItemRepository.Given;
import dev.imas.core.item.ItemRepository.Request;
import dev.imas.core.item.ItemViewRepository.After;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.provider.ProviderRepository;
import dev.imas.core.retention.Missing;
import dev.imas.core.user.UserRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /items} and {@code /incidents/{id}/items}: work items. */
final class ItemRoutes {

  private static final String ITEMS = "/items";
  private static final String ONE = ITEMS + "/{id}";
  private static final String TRACKER = ONE + "/tracker";
  private static final String OF_INCIDENT = "/incidents/{id}/items";
  private static final int MOST_OF_INCIDENT = 500;
  private static final int LONGEST_REASON = 2_000;

  private final Transactions transactions;
  private final IncidentRepository incidents = new IncidentRepository();
  private final UserRepository users = new UserRepository();
  private final TeamRepository teams = new TeamRepository();
  private final ProviderRepository providers = new ProviderRepository();
  private final ItemRepository items;
  private final ItemFilters filters;
  private final ItemViewRepository views;
  private final WorkflowRepository workflows;
  private final ItemCommands commands;
  private final WorkItems work;
  private final IncidentAccess access;
  private final Missing missing;

  ItemRoutes(
      Transactions transactions,
      ItemRepository items,
      ItemViewRepository views,
      WorkflowRepository workflows,
      ItemCommands commands,
      WorkItems work,
      IncidentAccess access,
      Missing missing) {
    this.transactions = transactions;
    this.items = items;
    this.views = views;
    this.filters = new ItemFilters(incidents, users, teams, views);
    this.workflows = workflows;
    this.commands = commands;
    this.work = work;
    this.access = access;
    this.missing = missing;
  }

  void mount(Api api) {
    api.get(ITEMS, Permission.INCIDENT_READ, this::list);
    api.postOnce(ITEMS, Permission.ITEM_MANAGE, this::create);
    api.get(ITEMS + "/export", Permission.INCIDENT_READ, this::export);
    api.get(ONE, Permission.INCIDENT_READ, this::get);
    api.patch(ONE, Permission.ITEM_MANAGE, this::change);
    api.get(ONE + "/history", Permission.INCIDENT_READ, this::history);
    api.post(ONE + "/transitions", Permission.ITEM_MANAGE, this::move);
    api.post(TRACKER, Permission.ITEM_MANAGE, this::exportToTracker);
    api.delete(TRACKER, Permission.ITEM_MANAGE, this::unlink);
    api.get(OF_INCIDENT, Permission.INCIDENT_READ, this::ofIncident);
    api.postOnce(OF_INCIDENT, Permission.ITEM_MANAGE, this::createForIncident);
  }

  private Answer list(Call call) {
    Query query =
        call.query("owner", "team", "incident", "status", "kind", "overdue", "cursor", "limit");
    ItemFilters.Asked asked = filters.read(call, query);
    ListRange range = query.paging();
    After after = range.key(After::parse);
    Instant now = commands.now();
    return Answer.page(
        transactions.call(
            call.tenant(), tx -> views.list(tx, asked.filter(tx), after, range.fetch(), now)),
        range,
        After::key);
  }

  private Answer export(Call call) {
    ItemFilters.Asked asked =
        filters.read(call, call.query("owner", "team", "incident", "status", "kind", "overdue"));
    Instant now = commands.now();
    // Before the answer begins: a name that means nothing is a problem, and no file that breaks
    // off.
    ItemViewRepository.Filter filter = transactions.call(call.tenant(), asked::filter);
    return Answer.ok(
            new ItemExport(
                (after, limit) ->
                    transactions.call(
                        call.tenant(), tx -> views.list(tx, filter, after, limit, now))))
        .with("content-disposition", "attachment; filename=\"tasks.csv\"");
  }

  private Answer get(Call call) {
    call.query();
    return Answer.versioned(
        transactions.call(call.tenant(), tx -> view(tx, id(tx, call.path("id")))));
  }

  private Answer history(Call call) {
    ListRange range = call.query("cursor", "limit").paging();
    Integer after = range.afterNumber();
    return Answer.page(
        transactions.call(
            call.tenant(),
            tx ->
                views.history(
                    tx, id(tx, call.path("id")), after == null ? 0 : after, range.fetch())),
        range,
        ItemView.Happened::seq);
  }

  /** The items of an incident. */
  record OfIncident(List<ItemView> items) {
    OfIncident {
      items = List.copyOf(items);
    }
  }

  private Answer ofIncident(Call call) {
    call.query();
    Instant now = commands.now();
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx ->
                new OfIncident(
                    views.of(tx, incidentId(tx, call.path("id")), MOST_OF_INCIDENT, now))));
  }

  private Answer create(Call call) {
    Body body = call.body();
    ItemDraft draft = ItemDraft.creating(body, "incident");
    Reference incident = body.reference("incident");
    return create(
        call,
        body,
        draft,
        incident,
        tx -> incident == null ? Optional.empty() : incidents.findId(tx, incident.text()).await());
  }

  private Answer createForIncident(Call call) {
    UUID id = transactions.call(call.tenant(), tx -> incidentId(tx, call.path("id")));
    Body body = call.body();
    ItemDraft draft = ItemDraft.creating(body);
    return create(call, body, draft, Reference.of(id.toString()), tx -> Optional.of(id));
  }

  /** Finds the incident of a request. */
  private interface Finding {
    Optional<UUID> find(Tx tx);
  }

  private Answer create(
      Call call, Body body, ItemDraft draft, @Nullable Reference named, Finding finding) {
    Request request = request(call, draft, named);
    return transactions.call(
        call.tenant(),
        tx -> {
          Given given =
              request == null ? null : items.given(tx, request, commands.now()).orElse(null);
          Incident incident = finding.find(tx).flatMap(id -> lock(tx, id)).orElse(null);
          UUID team = teamId(tx, draft.ownerTeam());
          if (!mayManage(tx, call, team, incident)) {
            throw Call.refusal(Permission.ITEM_MANAGE);
          }
          body.throwIfFaulty();
          if (given != null) {
            return again(tx, given);
          }
          if (named != null && incident == null) {
            throw Fault.invalid(
                "/incident", "/incident: there is no incident '" + named + "'; name another");
          }
          workflows.share(tx, ItemKind.TASK);
          Details details =
              new Details(
                  draft.title(),
                  draft.description(),
                  draft.category(),
                  draft.priority(),
                  ownerId(tx, draft.owner()),
                  mustBeTeam(draft.ownerTeam(), team),
                  draft.due(),
                  draft.section());
          ItemView made =
              view(tx, commands.create(tx, call, ItemKind.TASK, details, incident, request));
          call.audit(tx, Audit.Change.create(ItemCommands.subject(made.id()), made));
          return Answer.created(ITEMS + "/" + made.key(), made);
        });
  }

  private static @Nullable Request request(
      Call call, ItemDraft draft, @Nullable Reference incident) {
    String key = IdempotencyKey.of(call);
    return key == null
        ? null
        : new Request(Credential.hash(key), Credential.hash(draft + " of " + incident));
  }

  private Answer again(Tx tx, Given given) {
    if (!given.sameRequest()) {
      throw IdempotencyKey.ofAnotherRequest();
    }
    return Answer.versioned(view(tx, given.item())).with("idempotent-replayed", "true");
  }

  private Answer change(Call call) {
    Body body = call.body();
    ItemDraft draft = ItemDraft.changing(body);
    return doing(
        call,
        false,
        (tx, item, incident, mayManage) -> {
          int version = call.expectedVersion();
          body.throwIfFaulty();
          ItemCommands.mustHave(item, version);
          commands.change(tx, call, item, changed(tx, item.details(), draft));
        });
  }

  private Details changed(Tx tx, Details before, ItemDraft draft) {
    boolean ownerGiven = draft.owner() != null;
    boolean teamGiven = draft.ownerTeam() != null;
    UUID owner = draft.changes("owner") || teamGiven ? ownerId(tx, draft.owner()) : before.owner();
    UUID team =
        draft.changes("owner_team") || ownerGiven
            ? mustBeTeam(draft.ownerTeam(), teamId(tx, draft.ownerTeam()))
            : before.ownerTeam();
    return new Details(
        draft.changes("title") ? draft.title() : before.title(),
        draft.changes("description") ? draft.description() : before.description(),
        draft.changes("category") ? draft.category() : before.category(),
        draft.changes("priority") ? draft.priority() : before.priority(),
        owner,
        team,
        draft.changes("due_at") ? draft.due() : before.due(),
        draft.changes("section") ? draft.section() : before.section());
  }

  private Answer exportToTracker(Call call) {
    Body body = call.body().only("provider");
    Reference named = body.requiredReference("provider");
    return doing(
        call,
        false,
        (tx, item, incident, mayManage) -> {
          body.throwIfFaulty();
          if (incident != null && incident.isTest()) {
            throw Fault.conflict("the incident is a test, whose tasks are not exported");
          }
          ProviderRepository.Tracker tracker =
              providers
                  .tracker(tx, named)
                  .await()
                  .orElseThrow(
                      () ->
                          Fault.invalid(
                              "/provider",
                              "/provider: there is no tracker '"
                                  + named
                                  + "'; create a provider of channel tracker"));
          if (!tracker.isActive()) {
            throw Fault.conflict(
                "the provider " + tracker.name() + " is not active; switch it on, or name another");
          }
          commands.export(tx, call, item, tracker.id(), tracker.name(), tracker.type());
        });
  }

  private Answer unlink(Call call) {
    return doing(call, false, (tx, item, incident, mayManage) -> commands.unlink(tx, call, item));
  }

  private Answer move(Call call) {
    Body body = call.body().only("to", "reason");
    String to = body.requiredText("to", 40);
    String reason = body.text("reason", LONGEST_REASON, "").strip();
    return doing(
        call,
        true,
        (tx, item, incident, mayManage) -> {
          body.throwIfFaulty();
          ItemCommands.mustHave(item, call.expectedVersionOrNull());
          commands.move(tx, call, item, incident, to, reason.isEmpty() ? null : reason, mayManage);
        });
  }

  /** What a request does about an item that is locked. */
  private interface Doing {
    void on(Tx tx, Item item, @Nullable Incident incident, boolean mayManage);
  }

  /**
   * @param byOwner whether owning the item is enough
   */
  private Answer doing(Call call, boolean byOwner, Doing doing) {
    return transactions.call(
        call.tenant(),
        tx -> {
          HeldItem held = work.hold(tx, call.path("id"));
          UUID id = held.id();
          Item item = held.item();
          Incident incident = held.incident();
          boolean mayManage = mayManage(tx, call, item.details().ownerTeam(), incident);
          UUID owner = item.details().owner();
          if (!mayManage && !(byOwner && owner != null && call.isOf(owner))) {
            throw Call.refusal(Permission.ITEM_MANAGE);
          }
          ItemView before = view(tx, id);
          doing.on(tx, item, incident, mayManage);
          ItemView after = view(tx, id);
          if (!after.equals(before)) {
            call.audit(tx, Audit.Change.update(ItemCommands.subject(id), before, after));
          }
          return Answer.versioned(after);
        });
  }

  /** By role, by a grant for the team that owns the item, or as who works at its incident. */
  private boolean mayManage(
      Tx tx, Call call, @Nullable UUID ownerTeam, @Nullable Incident incident) {
    return call.may(Permission.ITEM_MANAGE, ownerTeam)
        || incident != null
            && access
                .may(tx, call.principal(), Permission.ITEM_MANAGE, incident, commands.now())
                .await();
  }

  private Optional<Incident> lock(Tx tx, UUID incident) {
    return incidents.lock(tx, List.of(incident)).await().stream().findFirst();
  }

  private @Nullable UUID ownerId(Tx tx, @Nullable Reference owner) {
    return owner == null
        ? null
        : users
            .findId(tx, owner)
            .await()
            .orElseThrow(
                () ->
                    Fault.invalid(
                        "/owner", "/owner: there is no user '" + owner + "'; name another"));
  }

  private @Nullable UUID teamId(Tx tx, @Nullable Reference team) {
    return team == null ? null : teams.findId(tx, team).await().orElse(null);
  }

  private static @Nullable UUID mustBeTeam(@Nullable Reference named, @Nullable UUID found) {
    if (named != null && found == null) {
      throw Fault.invalid(
          "/owner_team", "/owner_team: there is no team '" + named + "'; name another");
    }
    return found;
  }

  private ItemView view(Tx tx, UUID id) {
    return views.find(tx, id, commands.now()).orElseThrow(() -> WorkItems.unknown(id.toString()));
  }

  private UUID id(Tx tx, String named) {
    return work.find(tx, named).orElseThrow(() -> WorkItems.unknown(named));
  }

  private UUID incidentId(Tx tx, String named) {
    return incidents.findId(tx, named).await().orElseThrow(() -> missing.incident(named));
  }
}
