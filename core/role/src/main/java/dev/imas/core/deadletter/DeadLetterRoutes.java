package dev.imas.core.deadletter;

import dev.imas.core.access.Permission;
import dev.imas.core.bus.ReplayRequested;
import dev.imas.core.deadletter.DeadLetterRepository.DeadLetterView;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.GatewayRefusal;
import dev.imas.core.http.Paging;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.retention.Missing;
import dev.imas.core.source.SourceRepository;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * {@code /dead-letters}: what could not be read, with its bytes. A gateway can read it again once
 * the reason is gone.
 */
public final class DeadLetterRoutes {

  private static final long PATIENCE_MILLIS = 30_000;

  private enum Kind {
    ELEMENT,
    REJECTED,
    BODY
  }

  private final Transactions transactions;
  private final DeadLetterRepository letters = new DeadLetterRepository();
  private final SourceRepository sources = new SourceRepository();
  private final Missing missing;
  private final EventBus bus;

  public DeadLetterRoutes(Transactions transactions, Missing missing, EventBus bus) {
    this.transactions = transactions;
    this.missing = missing;
    this.bus = bus;
    ReplayRequested.registerOn(bus);
  }

  public void mount(Api api) {
    api.get("/dead-letters", Permission.DEAD_LETTER_READ, this::list);
    api.get("/dead-letters/{id}", Permission.DEAD_LETTER_READ, this::get);
    api.post("/dead-letters/{id}/replay", Permission.DEAD_LETTER_REPLAY, this::replay);
  }

  private Answer list(Call call) {
    Query query = call.query("source", "kind", "replayed", "limit", "cursor");
    Paging paging = query.paging();
    String[] kinds = query.choices("kind", Kind.class);
    if (kinds != null && kinds.length > 1) {
      throw Fault.at(
          Fault.Kind.BAD_REQUEST, "kind", "name only one kind: element, rejected or body");
    }
    Reference source = query.reference("source");
    DeadLetterRepository.Filter all =
        new DeadLetterRepository.Filter(
            null, kinds == null ? null : kinds[0].toLowerCase(Locale.ROOT), query.flag("replayed"));
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
    UUID receipt = request(call, letter);
    // If this fails, the letter stays unmarked and can be replayed again. Alerts that are read
    // twice are folded.
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx -> {
              letters.markReplayed(tx, id, call.author(), receipt).await();
              return existing(tx, id);
            }));
  }

  private UUID request(Call call, DeadLetterView letter) {
    if (letter.replayedAt() != null) {
      throw Fault.conflict(
          "it was replayed already, at "
              + letter.replayedAt()
              + "; post it "
              + "again yourself if you must");
    }
    if (letter.isCut()) {
      throw Fault.conflict(
          "only the beginning of its "
              + letter.bodySize()
              + " bytes was kept, so it cannot be replayed; have the sender post it again");
    }
    Buffer body = letter.body() == null ? Buffer.buffer() : letter.body();
    try {
      return UUID.fromString(
          bus.<String>request(
                  ReplayRequested.ADDRESS,
                  new ReplayRequested(
                      call.tenant().value(),
                      letter.source().id(),
                      letter.dialect(),
                      !letter.kind().equals("body"),
                      body),
                  new DeliveryOptions().setSendTimeout(PATIENCE_MILLIS))
              .await()
              .body());
    } catch (ReplyException e) {
      throw GatewayRefusal.of(
          e, Map.of(), "the gateway did not reply in time; the dead letter is kept, so try again");
    }
  }

  private DeadLetterView existing(Tx tx, UUID id) {
    return letters.find(tx, id).await().orElseThrow(() -> missing.deadLetter(id));
  }
}
