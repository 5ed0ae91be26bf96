package dev.imas.core.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imas.core.catalog.TeamRepository.ContactView;
import dev.imas.core.catalog.TeamRepository.ContactWriting;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.Paging;
import dev.imas.core.http.Paging.Page;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Scope;
import dev.imas.core.model.ChannelOffer;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code /teams/{team}/contacts}: how a team is reached. A secret goes in and never comes out; left
 * out of an update it stays, null takes it away.
 */
public final class ContactRoutes {

  /** A page goes to all of them: a team of thousands is a flood, and a list is what it needs. */
  static final int MOST_CONTACTS = 100;

  private record Checked(ContactWriting writing, List<String> warnings) {}

  /** As it is now, with what is doubtful about it. */
  record Kept(
      @JsonUnwrapped ContactView contact,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings) {}

  private final Transactions transactions;
  private final TeamRepository teams = new TeamRepository();
  private final OfferRepository offers = new OfferRepository();
  private final SecretBox secrets;
  private final InstantSource clock;

  public ContactRoutes(Transactions transactions, SecretBox secrets, InstantSource clock) {
    this.transactions = transactions;
    this.secrets = secrets;
    this.clock = clock;
  }

  public void mount(Api api) {
    api.get("/teams/{team}/contacts", Scope.READ, this::list);
    api.post("/teams/{team}/contacts", Scope.WRITE, this::create);
    api.get("/teams/{team}/contacts/{id}", Scope.READ, this::get);
    api.put("/teams/{team}/contacts/{id}", Scope.WRITE, this::update);
    api.delete("/teams/{team}/contacts/{id}", Scope.WRITE, this::delete);
  }

  private Future<Answer> list(Call call) {
    Reference team = call.reference("team");
    Paging paging = call.query("limit", "cursor").paging();
    UUID after = after(paging);
    return transactions
        .run(
            call.tenant(),
            tx ->
                teams
                    .existingId(tx, team)
                    .compose(id -> teams.contacts(tx, id, after, paging.fetch())))
        .map(found -> found.stream().map(c -> c.shownTo(call.principal().scope())).toList())
        .map(found -> Answer.ok(Page.of(found, paging, c -> c.id().toString())));
  }

  private Future<Answer> get(Call call) {
    Reference team = call.reference("team");
    Reference contact = call.reference("id");
    return transactions
        .run(call.tenant(), tx -> existing(tx, team, contact))
        .map(c -> Answer.ok(c.shownTo(call.principal().scope())).withVersion(c.version()));
  }

  private Future<Answer> create(Call call) {
    Reference team = call.reference("team");
    Body body = call.body();
    UUID id = UuidV7.at(clock.millis());
    return transactions
        .run(
            call.tenant(),
            tx -> teams.existingId(tx, team).compose(of -> create(tx, of, id, body, call.tenant())))
        .map(
            kept ->
                Answer.created(
                        Api.BASE + "/teams/" + kept.contact().team() + "/contacts/" + id, kept)
                    .withVersion(kept.contact().version()));
  }

  private Future<Kept> create(Tx tx, UUID team, UUID id, Body body, TenantId tenant) {
    return roomForOneMore(tx, team)
        .compose(room -> offers.current(tx))
        .compose(
            known -> {
              Checked checked = read(body, tenant, known);
              return teams
                  .insertContact(tx, team, id, checked.writing())
                  .compose(done -> existing(tx, team, id))
                  .map(c -> new Kept(c, checked.warnings()));
            });
  }

  private Future<Answer> update(Call call) {
    Reference team = call.reference("team");
    Reference contact = call.reference("id");
    int version = call.expectedVersion();
    Body body = call.body();
    return transactions
        .run(
            call.tenant(),
            tx ->
                existing(tx, team, contact)
                    .compose(before -> update(tx, before, body, call.tenant(), version)))
        .map(kept -> Answer.ok(kept).withVersion(kept.contact().version()));
  }

  private Future<Kept> update(Tx tx, ContactView before, Body body, TenantId tenant, int version) {
    return offers
        .current(tx)
        .compose(
            known -> {
              Checked checked = read(body, tenant, known);
              return teams
                  .updateContact(tx, before.team(), before.id(), checked.writing(), version)
                  .compose(
                      done ->
                          done
                              ? existing(tx, before.team(), before.id())
                              : Future.failedFuture(Constraints.overtaken()))
                  .map(c -> new Kept(c, checked.warnings()));
            });
  }

  private Future<Answer> delete(Call call) {
    Reference team = call.reference("team");
    Reference contact = call.reference("id");
    return transactions
        .run(
            call.tenant(),
            tx ->
                existing(tx, team, contact).compose(c -> teams.deleteContact(tx, c.team(), c.id())))
        .map(done -> Answer.noContent());
  }

  private Future<ContactView> existing(Tx tx, Reference team, Reference contact) {
    return teams
        .existingId(tx, team)
        .compose(
            of -> teams.existingContactId(tx, of, contact).compose(id -> existing(tx, of, id)));
  }

  private Future<ContactView> existing(Tx tx, UUID team, UUID id) {
    return teams
        .contact(tx, team, id)
        .map(found -> found.orElseThrow(() -> Fault.notFound("there is no contact " + id)));
  }

  private Future<Void> roomForOneMore(Tx tx, UUID team) {
    return teams
        .lockContacts(tx, team)
        .map(
            count -> {
              if (count >= MOST_CONTACTS) {
                throw Fault.of(
                    Fault.Kind.INVALID,
                    "the team has "
                        + count
                        + " contacts, and may have "
                        + MOST_CONTACTS
                        + "; remove one, or page a list or a chat instead of single people");
              }
              return null;
            });
  }

  private Checked read(Body body, TenantId tenant, List<ChannelOffer> known) {
    body.only("name", "channel", "address", "secret", "min_severity", "is_active");
    String secret = body.text("secret", 500);
    Severity least = body.severity("min_severity");
    String channel = body.requiredText("channel", 20);
    String address = body.text("address", 2_000, channel.equals("console") ? "console" : "");
    boolean isActive = body.flag("is_active", true);
    List<String> warnings = new ArrayList<>();
    for (ContactCheck.Finding found : ContactCheck.check(channel, address, isActive, known)) {
      if (found.isFault()) {
        body.fault(found.pointer(), found.text());
      } else {
        warnings.add(found.pointer() + " " + found.text());
      }
    }
    ContactWriting writing =
        new ContactWriting(
            body.requiredText("name", 200),
            channel,
            address,
            secret == null || secret.isEmpty() ? null : secrets.seal(secret, tenant),
            body.has("secret") && secret == null,
            least == null ? Severity.SEV4_LOW : least,
            isActive);
    body.throwIfFaulty();
    return new Checked(writing, warnings);
  }

  private static @Nullable UUID after(Paging paging) {
    try {
      return paging.after() == null ? null : UUID.fromString(paging.after());
    } catch (IllegalArgumentException e) {
      throw Fault.at(Fault.Kind.BAD_REQUEST, "cursor", "cursor is not one that a list gave");
    }
  }
}
