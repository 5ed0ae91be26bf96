package dev.imas.core.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ChangeGuard;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Resource;
import dev.imas.core.http.ResourceRoutes;
import dev.imas.core.http.ResourceRoutes.Permissions;
import dev.imas.core.http.Versioned;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.option.SourceConfig;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.source.SourceRepository.KeyView;
import dev.imas.core.source.SourceRepository.SourceView;
import dev.imas.core.source.SourceRepository.Writing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /sources} and {@code /sources/{id}/keys}. */
public final class SourceRoutes {

  /** Posts of SNS carry no signature of IMAS's, so that the source would take none of them. */
  private static final String OVERLAP = "keep_signing_secret_for";

  private static final Duration LONGEST_OVERLAP = Duration.ofDays(7);

  private static final String BESIDE_SNS =
      "must not be set where config.sns is: SNS signs its posts by itself; set it to null";

  /** Each may use the paths of the other. */
  private static final Set<String> LIKE_ALERTMANAGER = Set.of("ALERTMANAGER", "PROMETHEUS");

  private final Transactions transactions;
  private final SourceRepository sources = new SourceRepository();
  private final SecretBox secrets;
  private final InstantSource clock;
  private final List<String> types;
  private final SourceTopics topics;
  private final Removal removal;
  private final ChangeGuard guard;

  /**
   * @param types the types that a source may have
   * @param topics which topics of Kafka it may be read from
   * @param removal what becomes of the alerts of a source that is taken away
   * @param guard keeps what others name
   */
  public SourceRoutes(
      Transactions transactions,
      SecretBox secrets,
      InstantSource clock,
      List<String> types,
      SourceTopics topics,
      Removal removal,
      ChangeGuard guard) {
    this.transactions = transactions;
    this.secrets = secrets;
    this.clock = clock;
    this.types = List.copyOf(types);
    this.topics = topics;
    this.removal = removal;
    this.guard = guard;
  }

  public void mount(Api api) {
    new ResourceRoutes<SourceView, Writing>(transactions, clock, Sources::new, guard)
        .mount(api, "/sources", Permissions.of(Permission.SOURCE_MANAGE, Permission.SOURCE_MANAGE));
    api.get("/sources/{id}/keys", Permission.SOURCE_MANAGE, this::keys);
    api.post("/sources/{id}/keys", Permission.SOURCE_MANAGE, this::createKey);
    api.delete("/sources/{id}/keys/{key}", Permission.SOURCE_MANAGE, this::revokeKey);
  }

  private Answer keys(Call call) {
    Reference source = call.reference("id");
    ListRange paging = call.query("limit", "cursor").paging();
    UUID after = paging.afterId();
    List<KeyView> found =
        transactions.call(
            call.tenant(),
            tx -> sources.keys(tx, existingId(tx, source), after, paging.fetch()).await());
    return Answer.page(found, paging, KeyView::id);
  }

  private Answer createKey(Call call) {
    Reference source = call.reference("id");
    Body body = call.body().only("expires_at");
    Instant expiresAt = body.time("expires_at");
    if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
      body.fault("/expires_at", "is in the past; send a time in the future, or leave it out");
    }
    body.throwIfFaulty();
    Secret key = Credential.generate(Credential.SOURCE_KEY);
    byte[] hash = Credential.hash(key.reveal());
    UUID id = UuidV7.at(clock.millis());
    return transactions.call(
        call.tenant(),
        tx -> {
          UUID of = existingId(tx, source);
          KeyView view =
              sources.insertKey(tx, id, of, hash, Credential.hint(key), expiresAt).await();
          call.audit(tx, Audit.Change.create(new Audit.Subject("source_key", id), view));
          return Answer.created(Api.BASE + "/sources/" + of + "/keys/" + id, shownOnce(view, key));
        });
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

  private Answer revokeKey(Call call) {
    Reference source = call.reference("id");
    UUID key = call.pathId("key");
    transactions.call(
        call.tenant(),
        tx -> {
          UUID of = existingId(tx, source);
          if (!sources.revokeKey(tx, of, key).await()) {
            throw Fault.notFound("there is no key " + key);
          }
          Audit.Subject subject = new Audit.Subject("source_key", key);
          call.audit(tx, new Audit.Change(subject, "revoke", Map.of("source", of), null));
          return key;
        });
    return Answer.noContent();
  }

  private UUID existingId(Tx tx, Reference source) {
    return sources
        .findId(tx, source)
        .await()
        .orElseThrow(() -> Fault.notFound("there is no source " + source));
  }

  /** The sources, as one call may read and change them. */
  public Resource<? extends Versioned, ?> resource(Call call) {
    return new Sources(call);
  }

  private final class Sources implements Resource<SourceView, Writing> {

    private final Call call;
    private final TenantId tenant;

    Sources(Call call) {
      this.call = call;
      this.tenant = call.tenant();
    }

    @Override
    public Function<Tx, List<SourceView>> list(Query query, ListRange paging) {
      return tx -> sources.list(tx, paging).await();
    }

    @Override
    public Object key(SourceView source) {
      return source.name();
    }

    @Override
    public SourceView existing(Tx tx, Reference source) {
      return read(tx, existingId(tx, source));
    }

    @Override
    public SourceView insert(Tx tx, UUID id, Writing writing) {
      sources.insert(tx, id, writing).await();
      return read(tx, id);
    }

    @Override
    public Audit.Subject subject(SourceView source) {
      return new Audit.Subject("source", source.id());
    }

    @Override
    public String location(SourceView made) {
      return "/sources/" + made.id();
    }

    @Override
    public @Nullable SourceView update(Tx tx, SourceView before, Writing writing, int version) {
      if (writing.isOfSns() && before.hasSigningSecret() && !writing.clearSigningSecret()) {
        throw Fault.invalid("/signing_secret", "The stored signing_secret " + BESIDE_SNS);
      }
      String taken = takenAway(before, writing);
      if (taken != null || endsAlerts()) {
        prepare(tx, before, taken == null ? "changed" : taken);
      }
      if (!writing.keepsBodies()) {
        sources.forgetBodies(tx, before.id()).await();
      }
      return sources.update(tx, before.id(), writing, version).await()
          ? read(tx, before.id())
          : null;
    }

    @Override
    public void delete(Tx tx, SourceView there) {
      prepare(tx, there, "deleted");
      sources.delete(tx, there.id()).await();
    }

    private void prepare(Tx tx, SourceView source, String what) {
      removal.prepare(tx, source.id(), source.name(), what, call.author(), endsAlerts());
    }

    private boolean endsAlerts() {
      return Boolean.TRUE.equals(call.query(Removal.END_ALERTS).flag(Removal.END_ALERTS));
    }

    /** What the change takes from alerts that fire; null if they can recover after it. */
    private @Nullable String takenAway(SourceView before, Writing after) {
      SourceConfig was = SourceSettings.stored(before.config());
      SourceConfig is = SourceSettings.stored(after.config());
      if (before.isActive() && !after.isActive()) {
        return "switched off";
      }
      if (!before.type().equals(after.type()) && !readsThePostsOf(after.type(), before.type())) {
        return "of another type";
      }
      if (!was.identityLabels().equals(is.identityLabels())
          || !was.ignoredLabels().equals(is.ignoredLabels())) {
        return "told to identify alerts by other labels";
      }
      if (was.sharesIdentity() != is.sharesIdentity()) {
        return is.sharesIdentity() ? "one with others" : "on its own";
      }
      return was.kafka() != null && is.kafka() == null ? "not read from its topic any more" : null;
    }

    private static boolean readsThePostsOf(String after, String before) {
      return after.equals("ANY")
          || (LIKE_ALERTMANAGER.contains(after) && LIKE_ALERTMANAGER.contains(before));
    }

    private SourceView read(Tx tx, UUID id) {
      return sources
          .find(tx, id)
          .await()
          .orElseThrow(() -> Fault.notFound("there is no source " + id));
    }

    @Override
    public Writing read(Body body) {
      body.only(
          "name", "type", "is_active", "default_severity", "config", "signing_secret", OVERLAP);
      String type = body.requiredText("type", 20);
      if (!type.isEmpty() && !types.contains(type)) {
        body.fault(
            "/type", "must be one of " + String.join(", ", types.stream().sorted().toList()));
      }
      Severity severity = body.severity("default_severity");
      JsonNode config = body.present("config");
      SourceConfig checked = SourceSettings.check(config, body);
      topics.check(checked.kafka(), type, tenant, body);
      if (checked.sns() != null && !type.equals("AWS_SNS")) {
        body.fault("/config/sns", "is for sources of type AWS_SNS alone; leave it out");
      }
      String secret = body.text("signing_secret", 500);
      if (checked.sns() != null && secret != null && !secret.isEmpty()) {
        body.fault("/signing_secret", BESIDE_SNS);
      }
      Duration overlap =
          body.duration(
              OVERLAP,
              Duration.ofSeconds(1),
              LONGEST_OVERLAP,
              "must be a duration of whole seconds, at most seven days, such as PT24H");
      if (overlap != null && (secret == null || secret.isEmpty())) {
        body.fault(
            "/" + OVERLAP,
            "says how long the old secret counts beside a new one; give signing_secret, too");
      }
      Writing writing =
          new Writing(
              body.requiredText("name", 200),
              type,
              body.flag("is_active", true),
              severity == null ? Severity.SEV3_MEDIUM : severity,
              config == null ? "{}" : config.toString(),
              secret == null || secret.isEmpty() ? null : secrets.seal(secret, tenant),
              body.has("signing_secret") && secret == null,
              overlap == null ? null : clock.instant().plus(overlap),
              checked.keepsBodies(),
              checked.sns() != null);
      body.throwIfFaulty();
      return writing;
    }

    @Override
    public @Nullable Fault meaning(String constraint) {
      return switch (constraint) {
        case "source_name" ->
            Fault.conflict("a source with this name exists already; choose another name");
        case "source_kafka_topic" ->
            Fault.conflict(
                "another source is read from this topic; choose another, or change that source"
                    + " first");
        case "heartbeat_source" ->
            Fault.conflict("a heartbeat listens to this source; change or delete it first");
        default -> null;
      };
    }
  }
}
