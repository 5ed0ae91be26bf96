package dev.imas.core.silence;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.TimeKey;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.platform.UnindexedReads;
import dev.imas.core.rule.Matcher;
import dev.imas.core.silence.SilenceDraft.Span;
import dev.imas.core.silence.SilenceRepository.Writing;
import dev.imas.core.suppression.Silence;
import dev.imas.core.suppression.SilenceText;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /silences}: as Alertmanager's, and what they hide. */
public final class SilenceRoutes {

  private final Transactions transactions;
  private final UnindexedReads unindexed;
  private final InstantSource clock;
  private final SilenceRepository silences = new SilenceRepository();

  public SilenceRoutes(Transactions transactions, UnindexedReads unindexed, InstantSource clock) {
    this.transactions = transactions;
    this.unindexed = unindexed;
    this.clock = clock;
  }

  public void mount(Api api) {
    api.get("/silences", Permission.SILENCE_READ, this::list);
    api.post("/silences", Permission.SILENCE_MANAGE, this::create);
    api.post("/silences/preview", Permission.SILENCE_READ, this::preview);
    api.get("/silences/{id}", Permission.SILENCE_READ, this::get);
    api.put("/silences/{id}", Permission.SILENCE_MANAGE, this::update);
    api.delete("/silences/{id}", Permission.SILENCE_MANAGE, this::expire);
  }

  /**
   * A silence that was stored.
   *
   * @param replaces the silence that ended for it; null if none did
   */
  record Stored(
      @JsonUnwrapped SilenceView silence,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable UUID replaces,
      List<SilenceWarning> warnings) {}

  /** What a silence would do. */
  record Preview(
      Instant startsAt,
      Instant endsAt,
      long count,
      boolean exact,
      List<FiringAlertRepository.Alert> alerts,
      List<SilenceWarning> warnings) {}

  private Answer list(Call call) {
    Query query = call.query("state", "limit", "cursor");
    String[] states = query.choices("state", Silence.State.class);
    ListRange paging = query.paging();
    TimeKey after = paging.afterTime();
    List<SilenceView> found =
        transactions.call(
            call.tenant(), tx -> silences.list(tx, states, after, paging.fetch(), clock.instant()));
    return Answer.page(found, paging, silence -> new TimeKey(silence.endsAt(), silence.id()));
  }

  private Answer get(Call call) {
    UUID id = call.pathId("id");
    return Answer.versioned(transactions.call(call.tenant(), tx -> existing(tx, id)));
  }

  private SilenceView existing(Tx tx, UUID id) {
    return silences
        .find(tx, id, clock.instant())
        .orElseThrow(() -> Fault.notFound("there is no silence " + id));
  }

  private Answer preview(Call call) {
    Instant now = clock.instant();
    Body body = call.body();
    SilenceDraft draft = SilenceDraft.read(body, now);
    Span span = draft.span(now, now, body);
    FiringAlertRepository.Found found = look(call, draft.matchers());
    return Answer.ok(
        new Preview(
            span.startsAt().isAfter(now) ? span.startsAt() : now,
            span.endsAt(),
            found.count(),
            found.exact(),
            found.alerts(),
            SilenceWarnings.of(found, span.length(now))));
  }

  private FiringAlertRepository.Found look(Call call, List<Matcher> matchers) {
    return unindexed.call(
        call.tenant(),
        "alerts",
        "a matcher",
        tx -> FiringAlertRepository.matching(tx, matchers, null));
  }

  /** A silence is not refused because there are too many alerts to look at. */
  private FiringAlertRepository.@Nullable Found lookIfInTime(Call call, List<Matcher> matchers) {
    try {
      return look(call, matchers);
    } catch (Fault e) {
      if (e.kind() == Fault.Kind.UNAVAILABLE) {
        return null;
      }
      throw e;
    }
  }

  private Answer create(Call call) {
    Instant now = clock.instant();
    Body body = call.body();
    SilenceDraft draft = SilenceDraft.read(body, now);
    Span span = draft.span(now, now, body);
    FiringAlertRepository.Found found = lookIfInTime(call, draft.matchers());
    SilenceView made =
        transactions.insist(
            call.tenant(),
            tx -> {
              SilenceView stored =
                  existing(tx, put(tx, null, writing(call, draft, span, call.author()), now));
              call.audit(tx, Audit.Change.create(subject(stored), stored.audited()));
              return stored;
            });
    return begun(made, null, SilenceWarnings.of(found, span.length(now)));
  }

  private static Answer begun(
      SilenceView made, @Nullable UUID replaces, List<SilenceWarning> warnings) {
    return Answer.created(
            Api.BASE + "/silences/" + made.id(), (Object) new Stored(made, replaces, warnings))
        .withVersion(made.version());
  }

  private Answer update(Call call) {
    UUID id = call.pathId("id");
    Integer version = call.expectedVersionOrNull();
    Instant now = clock.instant();
    Body body = call.body();
    SilenceDraft draft = SilenceDraft.read(body, now);
    transactions.call(call.tenant(), tx -> existing(tx, id)); // before the long look
    FiringAlertRepository.Found found = lookIfInTime(call, draft.matchers());
    return transactions.insist(
        call.tenant(), tx -> changed(tx, call, id, version, draft, found, body, now));
  }

  private Answer changed(
      Tx tx,
      Call call,
      UUID id,
      @Nullable Integer version,
      SilenceDraft draft,
      FiringAlertRepository.@Nullable Found found,
      Body body,
      Instant now) {
    silences.lock(tx);
    SilenceView before = existing(tx, id);
    if (before.window() != null) {
      throw Fault.conflict("a maintenance window has made this silence; change the window instead");
    }
    if (before.deploymentWindow() != null) {
      throw Fault.conflict(
          "a deployment window has made this silence; extend or finish it instead");
    }
    if (version != null && version != before.version()) {
      throw Constraints.overtaken();
    }
    // Left out, the start of one that has not ended stays as it is.
    Span span = draft.span(now, before.endsAt().isAfter(now) ? before.startsAt() : now, body);
    body.throwIfFaulty();
    UUID stored = put(tx, id, writing(call, draft, span, before.createdBy()), now);
    List<SilenceWarning> warnings = SilenceWarnings.of(found, span.length(now));
    SilenceView after = existing(tx, stored);
    if (stored.equals(id)) {
      call.audit(tx, Audit.Change.update(subject(after), before.audited(), after.audited()));
      return Answer.ok(new Stored(after, null, warnings)).withVersion(after.version());
    }
    if (before.endsAt().isAfter(now)) {
      call.audit(tx, expired(before, existing(tx, id)));
    }
    call.audit(tx, Audit.Change.create(subject(after), after.audited()));
    return begun(after, id, warnings);
  }

  private static Writing writing(Call call, SilenceDraft draft, Span span, String otherwise) {
    String createdBy = draft.createdBy();
    return new Writing(
        draft.matchers(),
        span.startsAt(),
        span.endsAt(),
        draft.endsWithAlerts(),
        createdBy == null ? otherwise : createdBy,
        call.author(),
        draft.comment());
  }

  private UUID put(Tx tx, @Nullable UUID id, Writing writing, Instant now) {
    return silences
        .put(tx, id, writing, now)
        .orElseThrow(
            () ->
                Fault.conflict(
                    "there are "
                        + SilenceText.MOST_SILENCES
                        + " silences in force or to come, and more are not allowed; expire some"));
  }

  private Answer expire(Call call) {
    UUID id = call.pathId("id");
    Instant now = clock.instant();
    return Answer.versioned(
        transactions.insist(
            call.tenant(),
            tx -> {
              silences.lock(tx);
              SilenceView before = existing(tx, id);
              silences.expire(tx, id, now);
              SilenceView after = existing(tx, id);
              if (after.version() != before.version()) {
                call.audit(tx, expired(before, after));
              }
              return after;
            }));
  }

  private static Audit.Change expired(SilenceView before, SilenceView after) {
    return new Audit.Change(subject(before), "expire", before.audited(), after.audited());
  }

  private static Audit.Subject subject(SilenceView silence) {
    return new Audit.Subject("silence", silence.id());
  }
}
