package dev.imas.core.inbox;

import dev.imas.core.access.Permission;
import dev.imas.core.grant.ReaderRepository;
import dev.imas.core.http.AcceptLanguage;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.ListRange.Page;
import dev.imas.core.http.Listed;
import dev.imas.core.http.Principal;
import dev.imas.core.http.Query;
import dev.imas.core.http.Total;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.wording.Phrases;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code /me/inbox}: what was sent to whoever asks (requirement NTF-14). What somebody has read is
 * nobody else's business, so it is neither in the audit nor in the feed.
 */
public final class InboxRoutes {

  private static final int MOST_IDS = 500;

  private final Transactions transactions;
  private final InstantSource clock;
  private final ReaderRepository readers = new ReaderRepository();
  private final InboxRepository inbox = new InboxRepository();

  public InboxRoutes(Transactions transactions, InstantSource clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * @param unread how many of all are unread
   */
  record Shown(List<InboxEntry> items, @Nullable String next, Total unread) implements Listed {}

  record Unread(Total unread) {}

  /**
   * @param changed how many entries
   * @param readAt what they are marked with; null if they are unread now
   */
  record Marked(int changed, @Nullable Instant readAt, Total unread) {}

  public void mount(Api api) {
    api.get("/me/inbox", Permission.SELF_READ, this::list);
    api.get("/me/inbox/unread", Permission.SELF_READ, this::unread);
    api.post("/me/inbox/read", Permission.SELF_EDIT, this::read);
    api.post("/me/inbox/unread", Permission.SELF_EDIT, this::undo);
  }

  private Answer list(Call call) {
    Query query = call.query("unread", "limit", "cursor");
    ListRange paging = query.paging();
    Boolean unread = query.flag("unread");
    UUID self = self(call);
    String wanted = AcceptLanguage.best(call.header("accept-language"), Phrases.LANGUAGES);
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx -> {
              Page<InboxEntry> page =
                  Page.of(
                      inbox.list(tx, self, unread, paging, readers.reader(tx, self, wanted)),
                      paging,
                      entry -> entry.id().toString());
              return new Shown(page.items(), page.next(), inbox.unread(tx, self));
            }));
  }

  private Answer unread(Call call) {
    UUID self = self(call);
    return Answer.ok(transactions.call(call.tenant(), tx -> new Unread(inbox.unread(tx, self))));
  }

  private Answer read(Call call) {
    Body body = call.body().only("ids", "up_to");
    UUID[] ids = ids(body);
    UUID upTo = body.uuid("up_to");
    require(body, ids == null && upTo == null, "/up_to", "up_to");
    UUID self = call.self().id();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx -> new Marked(inbox.read(tx, self, ids, upTo, now), now, inbox.unread(tx, self))));
  }

  private Answer undo(Call call) {
    Body body = call.body().only("ids", "read_at");
    UUID[] ids = ids(body);
    Instant readAt = body.time("read_at");
    require(body, ids == null && readAt == null, "/read_at", "read_at");
    UUID self = call.self().id();
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx -> new Marked(inbox.undo(tx, self, ids, readAt), null, inbox.unread(tx, self))));
  }

  private static void require(Body body, boolean isMissing, String pointer, String name) {
    body.throwIfFaulty();
    if (isMissing) {
      body.fault(pointer, "is missing; send ids, or " + name + ", or both");
    }
    body.throwIfFaulty();
  }

  private static UUID @Nullable [] ids(Body body) {
    if (body.present("ids") == null) {
      return null;
    }
    List<UUID> ids = new ArrayList<>();
    List<String> texts = body.texts("ids", MOST_IDS, 36);
    for (int i = 0; i < texts.size(); i++) {
      try {
        ids.add(UUID.fromString(texts.get(i)));
      } catch (IllegalArgumentException e) {
        body.fault("/ids/" + i, "is not a UUID; take the id of an entry");
      }
    }
    return ids.toArray(UUID[]::new);
  }

  private static UUID self(Call call) {
    Principal.Person person = call.principal().person();
    if (person == null) {
      throw Fault.conflict("this token belongs to no user, so it has no inbox; log in as a user");
    }
    return person.id();
  }
}
