package dev.imas.core.incident;

import dev.imas.core.access.Permission;
import dev.imas.core.alert.AlertRepository;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.changes.AsOf;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.IdempotencyKey;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.platform.UnindexedReads;
import dev.imas.core.retention.Missing;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /incidents}: reads and opens incidents, by UUID or short id. */
public final class IncidentRoutes {

  /** By which one list can be narrowed down. */
  private static final int MOST_FIELDS = 5;

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
  private final FurtherFacts further;

  /**
   * @param unindexed runs queries that no index serves
   * @param onCall whose duty allows them to act
   * @param escalations what lists say of who is paged, if they are asked
   * @param further what is kept beside incidents
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
      FurtherFacts further,
      Missing missing,
      InstantSource clock) {
    this.transactions = transactions;
    this.unindexed = unindexed;
    this.timeline = timeline;
    this.commands =
        new IncidentCommands(transactions, incidents, writer, qualification, missing, clock);
    this.creation = new IncidentCreation(transactions, commands, incidents, services, scopes);
    this.details = new IncidentDetails(views, timeline, alerts, missing, further);
    IncidentAccess access = new IncidentAccess(services, onCall);
    Unchanged unchanged = new Unchanged(timeline);
    this.actions =
        new ActionRoutes(transactions, commands, details, timeline, access, unchanged, further);
    this.edits =
        new EditRoutes(transactions, commands, details, services, access, unchanged, further);
    this.concerns = new ConcernRoutes(transactions, commands, details, scopes, access, unchanged);
    this.tags =
        new TaggingRoutes(transactions, commands, details, views, tagging, access, unchanged);
    this.facets = new FacetRoutes(unindexed);
    this.escalations = escalations;
    this.further = further;
  }

  public void mount(Api api) {
    api.get("/incidents", Permission.INCIDENT_READ, this::list);
    api.postOnce("/incidents", Permission.INCIDENT_CREATE, this::create);
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
            "is_test",
            "unrouted",
            "field",
            "missing_fields",
            "cause",
            "counted",
            "ended_by",
            "acknowledged",
            "resolved_after",
            "resolved_before",
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
    IncidentFilter filter = IncidentFilter.read(query);
    FurtherFacts.Asked asked = asked(query);
    Function<Tx, AsOf<ListRange.Page<IncidentView.InList>>> work =
        AsOf.of(
            tx -> {
              IncidentFilter picked = filter.picking(picked(tx, asked));
              ListRange.Page<IncidentView.InList> page =
                  listed(tx, picked, sort, paging, withEscalation);
              return withTotal ? page.with(views.total(tx, picked).await()) : page;
            });
    // A search reads every incident that the rest of the filter leaves, and so may a count, or what
    // few of them have. By severity, an index has only those that are open.
    boolean isIndexed = sort == IncidentSort.NEWEST || (filter.isOfOpen() && asked.isNothing());
    return Answer.ok(
        filter.search() == null
                && filter.held() == null
                && filter.counted() == null
                && !withTotal
                && isIndexed
            ? transactions.call(call.tenant(), work)
            : unindexed.call(
                call.tenant(), "incidents", "status, service, team or created_after", work));
  }

  private static FurtherFacts.Asked asked(Query query) {
    List<String> fields = query.texts("field");
    if (fields.size() > MOST_FIELDS) {
      throw Query.fault("field", "field is given more than " + MOST_FIELDS + " times");
    }
    fields.stream()
        .filter(field -> field.indexOf(':') <= 0)
        .findFirst()
        .ifPresent(
            field -> {
              throw Query.fault(
                  "field", "'" + field + "' is not a key, a colon and a value, such as region:eu");
            });
    return new FurtherFacts.Asked(
        fields, Boolean.TRUE.equals(query.flag("missing_fields")), query.text("cause"));
  }

  private FurtherFacts.@Nullable Picked picked(Tx tx, FurtherFacts.Asked asked) {
    return asked.isNothing()
        ? null
        : further.pick(
            tx, asked, new FurtherFacts.Picked(List.of(), asked.isMissing(), null, true));
  }

  private ListRange.Page<IncidentView.InList> listed(
      Tx tx, IncidentFilter filter, IncidentSort sort, ListRange paging, boolean withEscalation) {
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
    Body body = call.body();
    FurtherFacts.Plan plan = further.read(FurtherFacts.Moment.OPENING, body);
    IncidentCreation.Request request =
        IncidentCreation.Request.read(body, further.members(FurtherFacts.Moment.OPENING));
    String key = IdempotencyKey.of(call);
    IncidentCreation.Made made =
        creation
            .create(
                call.tenant(),
                call.principal(),
                request,
                tags.tagged(call, request.tags()),
                plan,
                key)
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
