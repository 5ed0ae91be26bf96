package dev.imas.core.deadletter;

import dev.imas.core.access.Permission;
import dev.imas.core.deadletter.DeadLetterRepository.DeadLetterView;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.retention.Missing;
import dev.imas.core.source.SourceRepository;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * {@code /dead-letters}: what could not be read, with its bytes. A gateway can read it again once
 * the reason is gone.
 */
public final class DeadLetterRoutes {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Transactions transactions;
  private final DeadLetterRepository letters = new DeadLetterRepository();
  private final SourceRepository sources = new SourceRepository();
  private final Missing missing;
  private final LetterReplay replay;
  private final BulkReplay bulk;

  public DeadLetterRoutes(Transactions transactions, Missing missing, Vertx vertx) {
    this.transactions = transactions;
    this.missing = missing;
    this.replay = new LetterReplay(transactions, letters, vertx.eventBus());
    this.bulk = new BulkReplay(transactions, letters, sources, replay, vertx);
  }

  public void mount(Api api) {
    api.get("/dead-letters", Permission.DEAD_LETTER_READ, this::list);
    api.get("/dead-letters/{id}", Permission.DEAD_LETTER_READ, this::get);
    api.post("/dead-letters/{id}/replay", Permission.DEAD_LETTER_REPLAY, this::replay);
    bulk.mount(api);
  }

  private Answer list(Call call) {
    Query query =
        call.query("source", "kind", "replayed", "reason", "from", "to", "limit", "cursor");
    ListRange paging = query.paging();
    String[] kinds = query.choices("kind", LetterKind.class);
    if (kinds != null && kinds.length > 1) {
      throw Fault.at(
          Fault.Kind.BAD_REQUEST, "kind", "name only one kind: element, rejected or body");
    }
    Reference source = query.reference("source");
    DeadLetterRepository.Filter all =
        new DeadLetterRepository.Filter(
            null,
            kinds == null ? null : kinds[0].toLowerCase(Locale.ROOT),
            query.flag("replayed"),
            query.text("reason"),
            query.time("from"),
            query.time("to"));
    UUID after = paging.afterId();
    List<DeadLetterView> found =
        transactions.call(
            call.tenant(),
            tx -> {
              DeadLetterRepository.Filter filter =
                  source == null
                      ? all
                      : all.ofSource(source.orNothing(sources.findId(tx, source).await()));
              return letters.list(tx, filter, after, paging).await();
            });
    return Answer.page(found, paging, DeadLetterView::id);
  }

  private Answer get(Call call) {
    UUID id = call.pathId("id");
    return Answer.ok(transactions.call(call.tenant(), tx -> existing(tx, id)));
  }

  private Answer replay(Call call) {
    UUID id = call.pathId("id");
    call.body().only().throwIfFaulty();
    DeadLetterView letter = transactions.call(call.tenant(), tx -> existing(tx, id));
    switch (replay.of(call.tenant(), letter, call.author(), PATIENCE)) {
      case LetterReplay.Outcome.Replayed replayed -> {}
      case LetterReplay.Outcome.Refused refused -> throw refused.fault();
      case LetterReplay.Outcome.Unknown unknown -> throw unknown.fault();
    }
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx -> {
              call.audit(
                  tx,
                  new Audit.Change(
                      new Audit.Subject("dead_letter", id),
                      "replay",
                      null,
                      Map.of("source", letter.source().id().toString())));
              return existing(tx, id);
            }));
  }

  private DeadLetterView existing(Tx tx, UUID id) {
    return letters.find(tx, id).await().orElseThrow(() -> missing.deadLetter(id));
  }
}
