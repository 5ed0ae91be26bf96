package dev.imas.core.incident;

import dev.imas.core.access.Permission;
import dev.imas.core.alert.AlertRepository;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.changes.AsOf;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.platform.UnindexedReads;
import dev.imas.core.retention.Missing;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** {@code /incidents}: reads and opens incidents, by UUID or short id. */
public final class IncidentRoutes {

  private final Transactions transactions;
  private final UnindexedReads unindexed;
  private final IncidentViews views = new IncidentViews();
  private final TimelineRepository timeline;
  private final IncidentCommands commands;
  private final IncidentCreation creation;
  private final IncidentDetails details;
  private final ActionRoutes actions;
  private final EditRoutes edits;
  private final ConcernRoutes concerns;
  private final TaggingRoutes tags;
  private final FacetRoutes facets;
  private final EscalationLookup escalations;

  /**
   * @param unindexed runs queries that no index serves
   * @param onCall whose duty allows them to act
   * @param escalations what lists say of who is paged, if they are asked
   */
  public IncidentRoutes(
      Transactions transactions,
      UnindexedReads unindexed,
      IncidentRepository incidents,
      TimelineRepository timeline,
      AlertRepository alerts,
      ServiceRepository services,
      IncidentWriter writer,
      ImpactScopes scopes,
      Tagging tagging,
      Qualification qualification,
      OnCallLookup onCall,
      EscalationLookup escalations,
      Missing missing,
      InstantSource clock) {
    this.transactions = transactions;
    this.unindexed = unindexed;
    this.timeline = timeline;
    this.commands =
        new IncidentCommands(transactions, incidents, writer, qualification, missing, clock);
    this.creation = new IncidentCreation(transactions, commands, incidents, services, scopes);
    this.details = new IncidentDetails(views, timeline, alerts, missing);
    IncidentAccess access = new IncidentAccess(services, onCall);
    Unchanged unchanged = new Unchanged(timeline);
    this.actions = new ActionRoutes(transactions, commands, details, timeline, access, unchanged);
    this.edits = new EditRoutes(transactions, commands, details, services, access, unchanged);
    this.concerns = new ConcernRoutes(transactions, commands, details, scopes, access, unchanged);
    this.tags =
        new TaggingRoutes(transactions, commands, details, views, tagging, access, unchanged);
    this.facets = new FacetRoutes(unindexed);
    this.escalations = escalations;
  }

  public void mount(Api api) {
    api.get("/incidents", Permission.INCIDENT_READ, this::list);
    api.post("/incidents", Permission.INCIDENT_CREATE, this::create);
    facets.mount(api);
    api.get("/incidents/{id}", Permission.INCIDENT_READ, this::get);
    api.get("/incidents/{id}/timeline", Permission.INCIDENT_READ, this::timeline);
    edits.mount(api);
    concerns.mount(api);
    tags.mount(api);
    actions.mount(api);
  }

  private Answer list(Call call) {
    Query query =
        call.query(
            "status",
            "severity",
            Priority.MEMBER,
            "service",
            "team",
            "scope",
            "tag",
            "search",
            "created_after",
            "created_before",
            "held",
            "escalation",
            IncidentSort.PARAMETER,
            "total",
            "limit",
            "cursor");
    boolean withEscalation = Boolean.TRUE.equals(query.flag("escalation"));
    ListRange paging =
        withEscalation
            ? query.paging(ListRange.DEFAULT_LIMIT, EscalationLookup.MOST)
            : query.paging();
    boolean withTotal = Boolean.TRUE.equals(query.flag("total"));
    IncidentSort sort = IncidentSort.read(query);
    IncidentViews.Filter filter = IncidentViews.Filter.read(query);
    Function<Tx, AsOf<ListRange.Page<IncidentView.InList>>> work =
        AsOf.of(
            tx -> {
              ListRange.Page<IncidentView.InList> page =
                  listed(tx, filter, sort, paging, withEscalation);
              return withTotal ? page.with(views.total(tx, filter).await()) : page;
            });
    // A search reads every incident that the rest of the filter leaves, and so may a count, or what
    // few of them have. By severity, an index has only those that are open.
    boolean isIndexed = sort == IncidentSort.NEWEST || filter.isOfOpen();
    return Answer.ok(
        filter.search() == null && filter.held() == null && !withTotal && isIndexed
            ? transactions.call(call.tenant(), work)
            : unindexed.call(
                call.tenant(), "incidents", "status, service, team or created_after", work));
  }

  private ListRange.Page<IncidentView.InList> listed(
      Tx tx,
      IncidentViews.Filter filter,
      IncidentSort sort,
      ListRange paging,
      boolean withEscalation) {
    ListRange.Page<IncidentView> page =
        ListRange.Page.of(views.list(tx, filter, sort, paging).await(), paging, sort::keyOf);
    Map<UUID, EscalationLookup.Brief> escalating =
        withEscalation
            ? escalations.of(tx, page.items().stream().map(IncidentView::id).toList())
            : Map.of();
    return new ListRange.Page<>(
        page.items().stream()
            .map(one -> new IncidentView.InList(one, escalating.get(one.id())))
            .toList(),
        page.next(),
        null);
  }

  private Answer get(Call call) {
    return Answer.versioned(
        transactions.call(
            call.tenant(),
            tx -> details.read(tx, commands.find(tx, call.path("id")).await()).await()));
  }

  private Answer create(Call call) {
    IncidentCreation.Request request = IncidentCreation.Request.read(call.body());
    String key = call.header("idempotency-key");
    if (key != null && (key.isBlank() || key.length() > 255)) {
      throw Fault.badRequest("Idempotency-Key must have 1 to 255 characters");
    }
    IncidentCreation.Made made =
        creation
            .create(
                call.tenant(), call.principal(), request, tags.tagged(call, request.tags()), key)
            .await();
    IncidentView.Detail detail =
        transactions.call(call.tenant(), tx -> details.read(tx, made.id()).await());
    Answer answer =
        made.status() == 201
            ? Answer.created(Api.BASE + "/incidents/" + made.id(), detail)
            : Answer.versioned(detail);
    return made.isReplay() ? answer.with("idempotent-replayed", "true") : answer;
  }

  private Answer timeline(Call call) {
    ListRange paging = call.query("limit", "cursor").paging();
    Integer after = paging.afterNumber();
    List<TimelineRepository.Line> lines =
        transactions.call(
            call.tenant(),
            tx -> {
              UUID id = commands.find(tx, call.path("id")).await();
              return timeline.read(tx, id, after == null ? 0 : after, paging.fetch()).await();
            });
    return Answer.page(lines, paging, line -> line.id().substring(line.id().indexOf(':') + 1));
  }
}
