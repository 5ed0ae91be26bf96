package dev.imas.core.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.Paging;
import dev.imas.core.http.Paging.Page;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Scope;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.source.SourceRepository.KeyView;
import dev.imas.core.source.SourceRepository.SourceView;
import dev.imas.core.source.SourceRepository.Writing;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /sources} and {@code /sources/{id}/keys}. */
public final class SourceRoutes {

  private final Transactions transactions;
  private final SourceRepository sources = new SourceRepository();
  private final SecretBox secrets;
  private final InstantSource clock;
  private final List<String> types;

  /**
   * @param types that a source may have
   */
  public SourceRoutes(
      Transactions transactions, SecretBox secrets, InstantSource clock, List<String> types) {
    this.transactions = transactions;
    this.secrets = secrets;
    this.clock = clock;
    this.types = List.copyOf(types);
  }

  public void mount(Api api) {
    api.get("/sources", Scope.READ, this::list);
    api.post("/sources", Scope.ADMIN, this::create);
    api.get("/sources/{id}", Scope.READ, this::get);
    api.put("/sources/{id}", Scope.ADMIN, this::update);
    api.delete("/sources/{id}", Scope.ADMIN, this::delete);
    api.get("/sources/{id}/keys", Scope.ADMIN, this::keys);
    api.post("/sources/{id}/keys", Scope.ADMIN, this::createKey);
    api.delete("/sources/{id}/keys/{key}", Scope.ADMIN, this::revokeKey);
  }

  private Future<Answer> list(Call call) {
    Paging paging = call.query("limit", "cursor").paging();
    return transactions
        .run(call.tenant(), tx -> sources.list(tx, paging))
        .map(found -> Answer.ok(Page.of(found, paging, SourceView::name)));
  }

  private Future<Answer> get(Call call) {
    Reference source = call.reference("id");
    return transactions
        .run(call.tenant(), tx -> existing(tx, source))
        .map(s -> Answer.ok(s).withVersion(s.version()));
  }

  private Future<Answer> create(Call call) {
    Writing writing = read(call.body(), call.tenant());
    UUID id = UuidV7.at(clock.millis());
    return transactions
        .run(call.tenant(), tx -> sources.insert(tx, id, writing).compose(d -> existing(tx, id)))
        .recover(Constraints.as(SourceRoutes::meaning))
        .map(s -> Answer.created(Api.BASE + "/sources/" + id, s).withVersion(s.version()));
  }

  private Future<Answer> update(Call call) {
    Reference source = call.reference("id");
    int version = call.expectedVersion();
    Writing writing = read(call.body(), call.tenant());
    return transactions
        .run(
            call.tenant(),
            tx -> existing(tx, source).compose(before -> update(tx, before.id(), writing, version)))
        .recover(Constraints.as(SourceRoutes::meaning))
        .map(s -> Answer.ok(s).withVersion(s.version()));
  }

  private Future<Answer> delete(Call call) {
    Reference source = call.reference("id");
    return transactions
        .run(call.tenant(), tx -> existing(tx, source).compose(s -> sources.delete(tx, s.id())))
        .map(done -> Answer.noContent());
  }

  private Future<Answer> keys(Call call) {
    Reference source = call.reference("id");
    Paging paging = call.query("limit", "cursor").paging();
    UUID after = after(paging);
    return transactions
        .run(
            call.tenant(),
            tx ->
                existing(tx, source).compose(s -> sources.keys(tx, s.id(), after, paging.fetch())))
        .map(found -> Answer.ok(Page.of(found, paging, k -> k.id().toString())));
  }

  private Future<Answer> createKey(Call call) {
    Reference source = call.reference("id");
    Body body = call.body().only("expires_at");
    Instant expiresAt = body.time("expires_at");
    if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
      body.fault("/expires_at", "is in the past");
    }
    body.throwIfFaulty();
    Secret key = Credential.generate(Credential.SOURCE_KEY);
    UUID id = UuidV7.at(clock.millis());
    return transactions.run(
        call.tenant(),
        tx ->
            existing(tx, source)
                .compose(
                    s ->
                        sources
                            .insertKey(
                                tx,
                                id,
                                s.id(),
                                Credential.hash(key.reveal()),
                                Credential.hint(key),
                                expiresAt)
                            .map(
                                view ->
                                    Answer.created(
                                        Api.BASE + "/sources/" + s.id() + "/keys/" + id,
                                        shownOnce(view, key)))));
  }

  private static Map<String, @Nullable Object> shownOnce(KeyView view, Secret key) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("id", view.id());
    body.put("key", key.reveal());
    body.put("hint", view.hint());
    body.put("created_at", view.createdAt());
    body.put("expires_at", view.expiresAt());
    return body;
  }

  private Future<Answer> revokeKey(Call call) {
    Reference source = call.reference("id");
    UUID key = call.pathId("key");
    return transactions
        .run(
            call.tenant(),
            tx -> existing(tx, source).compose(s -> sources.revokeKey(tx, s.id(), key)))
        .map(
            found -> {
              if (!found) {
                throw Fault.notFound("there is no key " + key);
              }
              return Answer.noContent();
            });
  }

  private Future<SourceView> update(Tx tx, UUID id, Writing writing, int version) {
    return sources
        .update(tx, id, writing, version)
        .compose(done -> done ? existing(tx, id) : Future.failedFuture(Constraints.overtaken()));
  }

  private Future<SourceView> existing(Tx tx, Reference source) {
    return sources
        .findId(tx, source)
        .map(id -> id.orElseThrow(() -> Fault.notFound("there is no source " + source)))
        .compose(id -> existing(tx, id));
  }

  private Future<SourceView> existing(Tx tx, UUID id) {
    return sources
        .find(tx, id)
        .map(found -> found.orElseThrow(() -> Fault.notFound("there is no source " + id)));
  }

  private Writing read(Body body, TenantId tenant) {
    body.only("name", "type", "is_active", "default_severity", "config", "signing_secret");
    String type = body.requiredText("type", 20);
    if (!type.isEmpty() && !types.contains(type)) {
      body.fault("/type", "must be one of " + String.join(", ", types.stream().sorted().toList()));
    }
    Severity severity = body.severity("default_severity");
    JsonNode config = body.present("config");
    if (config != null) {
      SourceSettings.check(config, body);
    }
    String secret = body.text("signing_secret", 500);
    Writing writing =
        new Writing(
            body.requiredText("name", 200),
            type,
            body.flag("is_active", true),
            severity == null ? Severity.SEV3_MEDIUM : severity,
            config == null ? "{}" : config.toString(),
            secret == null || secret.isEmpty() ? null : secrets.seal(secret, tenant),
            body.has("signing_secret") && secret == null);
    body.throwIfFaulty();
    return writing;
  }

  private static @Nullable Fault meaning(String constraint) {
    return constraint.equals("source_name")
        ? Fault.conflict("there is a source of that name already")
        : null;
  }

  private static @Nullable UUID after(Paging paging) {
    try {
      return paging.after() == null ? null : UUID.fromString(paging.after());
    } catch (IllegalArgumentException e) {
      throw Fault.at(Fault.Kind.BAD_REQUEST, "cursor", "cursor is not one that a list gave");
    }
  }
}
