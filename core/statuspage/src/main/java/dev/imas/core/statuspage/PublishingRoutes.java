package dev.imas.core.statuspage;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.stakeholder.UpdateStatus;
import dev.imas.core.statuspage.PublishedIncident.Draft;
import dev.imas.core.statuspage.PublishedIncident.Said;
import dev.imas.core.statuspage.SubscriberNotifications.Act;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code /status-page/incidents}: what people publish. An incident becomes public by this alone,
 * and only in the words of the request.
 */
final class PublishingRoutes {

  private static final String PATH = StatusPageRoutes.PATH + "/incidents";

  /** Of a tenant, not resolved. */
  private static final int MOST_OPEN = 50;

  private final Transactions transactions;
  private final StatusPages pages;
  private final SubscriberNotifications telling;
  private final InstantSource clock;
  private final PublishedRepository published = new PublishedRepository();
  private final ComponentRepository components = new ComponentRepository();
  private final PageRepository settings = new PageRepository();
  private final IncidentRepository incidents = new IncidentRepository();

  PublishingRoutes(
      Transactions transactions,
      StatusPages pages,
      SubscriberNotifications telling,
      InstantSource clock) {
    this.transactions = transactions;
    this.pages = pages;
    this.telling = telling;
    this.clock = clock;
  }

  void mount(Api api) {
    String one = PATH + "/{id}";
    api.get(PATH, Permission.STATUS_PAGE_READ, this::list);
    api.post(PATH, Permission.STATUS_PAGE_PUBLISH, this::publish);
    api.get(one, Permission.STATUS_PAGE_READ, this::get);
    api.put(one, Permission.STATUS_PAGE_PUBLISH, this::correct);
    api.delete(one, Permission.STATUS_PAGE_PUBLISH, this::withdraw);
    api.post(one + "/updates", Permission.STATUS_PAGE_PUBLISH, this::say);
  }

  private Answer list(Call call) {
    Query query = call.query("incident", "open", "limit", "cursor");
    ListRange paging = query.paging();
    String incident = query.text("incident");
    Boolean open = query.flag("open");
    return Answer.page(
        transactions.call(
            call.tenant(),
            tx -> {
              UUID about =
                  incident == null
                      ? null
                      : incidents.findForFilter(tx, incident).await().orElse(Reference.NOTHING);
              return published.list(tx, paging, about, open);
            }),
        paging,
        PublishedIncident::id);
  }

  private Answer get(Call call) {
    Reference one = call.reference("id");
    return Answer.versioned(transactions.call(call.tenant(), tx -> published.existing(tx, one)));
  }

  private Answer publish(Call call) {
    Body body =
        call.body()
            .only("incident", "title", "impact", "components", "started_at", "state", "message");
    String incident = body.text("incident", 100);
    Draft draft = Draft.read(body);
    Said said = Said.read(body, UpdateStatus.INVESTIGATING);
    Instant now = clock.instant();
    Instant started = draft.startedAt() == null ? now : draft.startedAt();
    if (started.isAfter(now)) {
      body.fault("/started_at", "is in the future; announce what is to come as maintenance");
    }
    body.throwIfFaulty();
    UUID id = UuidV7.at(clock.millis());
    PublishedIncident made =
        transactions.call(
            call.tenant(),
            tx -> {
              if (published.countOpen(tx) >= MOST_OPEN) {
                throw Fault.conflict(
                    MOST_OPEN + " published incidents are open; resolve one of them first");
              }
              UUID about = incident == null ? null : about(tx, incident);
              published.insert(tx, id, about, draft, said, named(tx, draft, about), started, now);
              published.say(tx, id, said, call.author(), now);
              return changed(tx, call, Act.PUBLISHED, id, null);
            });
    return Answer.created(Api.BASE + PATH + "/" + id, made);
  }

  private UUID about(Tx tx, String incident) {
    UUID id =
        incidents
            .findId(tx, incident.strip())
            .await()
            .orElseThrow(
                () ->
                    Fault.invalid("/incident", "/incident names " + incident + ", which is none"));
    if (incidents.read(tx, List.of(id)).await().stream().anyMatch(Incident::isTest)) {
      throw Fault.invalid(
          "/incident", "/incident names " + incident + ", which is a test: it is not published");
    }
    return id;
  }

  /** What the request names, or else what is bound to the incident. */
  private UUID[] named(Tx tx, Draft draft, @Nullable UUID about) {
    List<String> named = draft.components();
    if (named != null) {
      return components.ids(tx, named);
    }
    return about == null
        ? new UUID[0]
        : components.boundTo(tx, about).stream()
            .map(StatusComponent.Named::id)
            .toArray(UUID[]::new);
  }

  private Answer correct(Call call) {
    Reference one = call.reference("id");
    int version = call.expectedVersion();
    Body body = call.body().only("title", "impact", "components", "started_at");
    Draft draft = Draft.read(body);
    body.throwIfFaulty();
    return Answer.versioned(
        transactions.call(
            call.tenant(),
            tx -> {
              PublishedIncident before = published.existing(tx, one);
              UUID[] named = draft.components() == null ? null : named(tx, draft, null);
              if (!published.update(tx, before.id(), version, draft, named)) {
                throw Constraints.overtaken();
              }
              return changed(tx, call, Act.CORRECTED, before.id(), before);
            }));
  }

  private Answer say(Call call) {
    Reference one = call.reference("id");
    Body body = call.body().only("state", "message");
    String wanted = body.text("state", 40);
    Said said = Said.read(body, UpdateStatus.INVESTIGATING);
    body.throwIfFaulty();
    return Answer.versioned(
        transactions.call(
            call.tenant(),
            tx -> {
              PublishedIncident before = published.existing(tx, one);
              Said says = wanted == null ? new Said(before.state(), said.message()) : said;
              if (!published.say(tx, before.id(), says, call.author(), clock.instant())) {
                throw Fault.conflict(
                    "it has "
                        + PublishedIncident.MOST_UPDATES
                        + " updates, as many as are allowed; publish another incident");
              }
              return changed(tx, call, Act.UPDATED, before.id(), before);
            }));
  }

  private Answer withdraw(Call call) {
    Reference one = call.reference("id");
    transactions.call(
        call.tenant(),
        tx -> {
          PublishedIncident there = published.existing(tx, one);
          published.delete(tx, there.id());
          touched(tx);
          telling.incident(tx, Act.WITHDRAWN, there);
          call.audit(
              tx,
              Audit.Change.delete(
                  new Audit.Subject("status_incident", there.id()), audited(there)));
          return there;
        });
    return Answer.noContent();
  }

  private PublishedIncident changed(
      Tx tx, Call call, Act act, UUID id, @Nullable PublishedIncident before) {
    touched(tx);
    PublishedIncident after = published.existing(tx, Reference.of(id.toString()));
    telling.incident(tx, act, after);
    Audit.Subject subject = new Audit.Subject("status_incident", id);
    call.audit(
        tx,
        before == null
            ? Audit.Change.create(subject, audited(after))
            : Audit.Change.update(subject, audited(before), audited(after)));
    return after;
  }

  private void touched(Tx tx) {
    settings.touch(tx);
    tx.afterCommit(pages::changed);
  }

  /** Without the names of authors, which the entry of the audit has for each update. */
  private static Object audited(PublishedIncident one) {
    record Kept(
        @Nullable UUID incident,
        String title,
        String impact,
        String state,
        List<StatusComponent.Named> components,
        @Nullable String newest,
        int version) {}
    return new Kept(
        one.incident(),
        one.title(),
        one.impact(),
        one.state(),
        one.components(),
        one.updates().isEmpty() ? null : one.updates().getLast().message(),
        one.version());
  }
}
