package dev.imas.core.catalog;

import dev.imas.core.catalog.TeamRepository.ContactView;
import dev.imas.core.catalog.TeamRepository.ContactWriting;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.Paging;
import dev.imas.core.http.Paging.Page;
import dev.imas.core.http.Scope;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.net.URI;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code /teams/{team}/contacts}: how a team is reached. A secret goes in and never comes out; left
 * out of an update it stays, null takes it away.
 */
public final class ContactRoutes {

  private final Transactions transactions;
  private final TeamRepository teams = new TeamRepository();
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
    UUID team = call.pathId("team");
    Paging paging = call.query("limit", "cursor").paging();
    UUID after = after(paging);
    return transactions
        .run(
            call.tenant(),
            tx -> mustExist(tx, team).compose(t -> teams.contacts(tx, team, after, paging.fetch())))
        .map(found -> Answer.ok(Page.of(found, paging, c -> c.id().toString())));
  }

  private Future<Answer> get(Call call) {
    UUID team = call.pathId("team");
    UUID id = call.pathId("id");
    return transactions
        .run(call.tenant(), tx -> existing(tx, team, id))
        .map(c -> Answer.ok(c).withVersion(c.version()));
  }

  private Future<Answer> create(Call call) {
    UUID team = call.pathId("team");
    ContactWriting writing = read(call.body(), call.tenant());
    UUID id = UuidV7.at(clock.millis());
    return transactions
        .run(
            call.tenant(),
            tx ->
                mustExist(tx, team)
                    .compose(t -> teams.insertContact(tx, team, id, writing))
                    .compose(done -> existing(tx, team, id)))
        .map(
            c ->
                Answer.created(Api.BASE + "/teams/" + team + "/contacts/" + id, c)
                    .withVersion(c.version()));
  }

  private Future<Answer> update(Call call) {
    UUID team = call.pathId("team");
    UUID id = call.pathId("id");
    int version = call.expectedVersion();
    ContactWriting writing = read(call.body(), call.tenant());
    return transactions
        .run(
            call.tenant(),
            tx ->
                existing(tx, team, id)
                    .compose(before -> teams.updateContact(tx, team, id, writing, version))
                    .compose(
                        done ->
                            done
                                ? existing(tx, team, id)
                                : Future.failedFuture(Constraints.overtaken())))
        .map(c -> Answer.ok(c).withVersion(c.version()));
  }

  private Future<Answer> delete(Call call) {
    UUID team = call.pathId("team");
    UUID id = call.pathId("id");
    return transactions
        .run(
            call.tenant(),
            tx -> existing(tx, team, id).compose(c -> teams.deleteContact(tx, team, id)))
        .map(done -> Answer.noContent());
  }

  private Future<TeamRepository.TeamView> mustExist(Tx tx, UUID team) {
    return teams
        .find(tx, team)
        .map(found -> found.orElseThrow(() -> Fault.notFound("there is no team " + team)));
  }

  private Future<ContactView> existing(Tx tx, UUID team, UUID id) {
    return teams
        .contact(tx, team, id)
        .map(found -> found.orElseThrow(() -> Fault.notFound("there is no contact " + id)));
  }

  private ContactWriting read(Body body, TenantId tenant) {
    body.only("name", "channel", "address", "secret", "min_severity", "is_active");
    String secret = body.text("secret", 500);
    Severity least = body.severity("min_severity");
    String channel = body.requiredText("channel", 20);
    String address = body.text("address", 2_000, channel.equals("console") ? "console" : "");
    String wrong = wrong(channel, address);
    if (wrong != null) {
      body.fault(wrong.startsWith("must be one of") ? "/channel" : "/address", wrong);
    }
    ContactWriting writing =
        new ContactWriting(
            body.requiredText("name", 200),
            channel,
            address,
            secret == null || secret.isEmpty() ? null : secrets.seal(secret, tenant),
            body.has("secret") && secret == null,
            least == null ? Severity.SEV4_LOW : least,
            body.flag("is_active", true));
    body.throwIfFaulty();
    return writing;
  }

  /** Whether the address may be reached at all is the notifier's to say. */
  private static @Nullable String wrong(String channel, String address) {
    return switch (channel) {
      case "console" -> null;
      case "email" ->
          address.indexOf('@') > 0 && !address.contains(" ") && !address.contains("\n")
              ? null
              : "is not an e-mail address";
      case "webhook" -> isLink(address) ? null : "is not an http or https address";
      default -> "must be one of console, webhook and email";
    };
  }

  private static boolean isLink(String text) {
    try {
      URI uri = URI.create(text);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static @Nullable UUID after(Paging paging) {
    try {
      return paging.after() == null ? null : UUID.fromString(paging.after());
    } catch (IllegalArgumentException e) {
      throw Fault.at(Fault.Kind.BAD_REQUEST, "cursor", "cursor is not one that a list gave");
    }
  }
}
