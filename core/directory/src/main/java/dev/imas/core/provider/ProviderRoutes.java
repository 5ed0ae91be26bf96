package dev.imas.core.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Resource;
import dev.imas.core.http.ResourceRoutes;
import dev.imas.core.http.ResourceRoutes.Permissions;
import dev.imas.core.http.Versioned;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.ChannelKinds.Provided;
import dev.imas.core.model.ProviderKind;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.provider.ProviderDraft.Settled;
import dev.imas.core.provider.ProviderRepository.Writing;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code /providers} and {@code /providers/types}. Secrets are members of the config. They are
 * never returned: an update without one keeps it, and null removes it.
 */
public final class ProviderRoutes {

  /** The most providers of a tenant. */
  static final int MOST = 100;

  /** Also the last part of a path, so no provider may have it as its name. */
  private static final String TYPES = "types";

  private static final int USUAL_PRIORITY = 100;
  private static final int USUAL_CONCURRENCY = 16;

  /** What a request writes. Its config is settled with the stored secrets. */
  record Draft(
      String name,
      Provided of,
      ProviderDraft config,
      int priority,
      int concurrency,
      boolean isActive) {}

  private final Transactions transactions;
  private final ProviderRepository providers = new ProviderRepository();
  private final SecretBox secrets;
  private final InstantSource clock;
  private final ChannelKinds channels;

  public ProviderRoutes(
      Transactions transactions, SecretBox secrets, InstantSource clock, ChannelKinds channels) {
    this.transactions = transactions;
    this.secrets = secrets;
    this.clock = clock;
    this.channels = channels;
  }

  public void mount(Api api) {
    api.get("/providers/" + TYPES, Permission.PROVIDER_READ, this::types);
    new ResourceRoutes<ProviderView, Draft>(
            transactions, clock, call -> new Providers(call.tenant()))
        .mount(
            api,
            "/providers",
            Permissions.of(Permission.PROVIDER_READ, Permission.PROVIDER_MANAGE));
    api.get("/providers/{id}/health", Permission.PROVIDER_READ, this::health);
  }

  private Answer types(Call call) {
    call.query();
    List<Map<String, Object>> types = new ArrayList<>();
    for (Provided provided : channels.providers()) {
      ProviderKind kind = provided.provider();
      Map<String, Object> type = new LinkedHashMap<>();
      type.put("type", kind.type());
      type.put("channel", provided.channel().type());
      type.put("title", kind.title());
      type.put("address", provided.channel().address());
      type.put("schema", kind.schema());
      types.add(type);
    }
    return Answer.ok(Map.of("items", types));
  }

  private Answer health(Call call) {
    Reference provider = call.reference("id");
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx -> {
              UUID id = providers.existingId(tx, provider).await();
              return providers.health(tx, id).await().with(providers.credits(tx, id).await());
            }));
  }

  /** The providers, as one call may read and change them. */
  public Resource<? extends Versioned, ?> resource(Call call) {
    return new Providers(call.tenant());
  }

  private final class Providers implements Resource<ProviderView, Draft> {

    private final TenantId tenant;

    Providers(TenantId tenant) {
      this.tenant = tenant;
    }

    @Override
    public Function<Tx, List<ProviderView>> list(Query query, ListRange paging) {
      return tx -> providers.list(tx, paging).await();
    }

    @Override
    public Object key(ProviderView provider) {
      return provider.name();
    }

    @Override
    public Draft read(Body body) {
      return draft(body);
    }

    @Override
    public ProviderView existing(Tx tx, Reference provider) {
      return read(tx, providers.existingId(tx, provider).await());
    }

    @Override
    public ProviderView insert(Tx tx, UUID id, Draft draft) {
      int count = providers.lockAndCount(tx).await();
      if (count >= MOST) {
        throw Fault.of(
            Fault.Kind.INVALID,
            "there are " + count + " providers; at most " + MOST + " are allowed: remove one");
      }
      providers.insert(tx, id, writing(tenant, id, draft, Map.of(), false)).await();
      return read(tx, id);
    }

    @Override
    public Audit.Subject subject(ProviderView provider) {
      return new Audit.Subject("provider", provider.id());
    }

    @Override
    public String location(ProviderView made) {
      return "/providers/" + made.id();
    }

    @Override
    public @Nullable ProviderView update(Tx tx, ProviderView before, Draft draft, int version) {
      if (!before.type().equals(draft.of.provider().type())) {
        throw Fault.invalid(
            "/type",
            "/type is " + before.type() + " and stays so; create another provider instead");
      }
      UUID id = before.id();
      boolean moves = draft.config.movesFrom(Json.read(before.config(), JsonNode.class));
      Writing writing = writing(tenant, id, draft, stored(tx, tenant, id), moves);
      return providers.update(tx, id, writing, version).await() ? read(tx, id) : null;
    }

    @Override
    public void delete(Tx tx, ProviderView there) {
      providers.delete(tx, there.id()).await();
    }

    private ProviderView read(Tx tx, UUID id) {
      return providers
          .find(tx, id)
          .await()
          .orElseThrow(() -> Fault.notFound("there is no provider " + id));
    }

    @Override
    public @Nullable Fault meaning(String constraint) {
      return constraint.equals("provider_name")
          ? Fault.conflict("a provider with this name exists already; choose another name")
          : null;
    }
  }

  private Draft draft(Body body) {
    body.only("name", "type", "config", "priority", "concurrency", "is_active");
    String name = body.requiredText("name", 200);
    if (name.equalsIgnoreCase(TYPES)) {
      body.fault("/name", "may not be '" + TYPES + "', which is a path; choose another name");
    }
    String type = body.requiredText("type", 20);
    Provided of = channels.provider(type).orElse(null);
    if (of == null && !type.isEmpty()) {
      body.fault("/type", "must be one of " + String.join(", ", typeNames()));
    }
    JsonNode given = body.present("config");
    if (given != null && !given.isObject()) {
      body.fault("/config", "must be an object; GET /api/v1/providers/types has its schema");
    }
    int priority = body.whole("priority", 1, 1000, USUAL_PRIORITY);
    int concurrency = body.whole("concurrency", 1, 256, USUAL_CONCURRENCY);
    boolean isActive = body.flag("is_active", true);
    ObjectNode object =
        given instanceof ObjectNode config ? config : Json.MAPPER.createObjectNode();
    if (of != null) {
      new ProviderDraft(of.provider(), object).check(body::fault);
    }
    body.throwIfFaulty();
    if (of == null) {
      throw new IllegalStateException("a missing type is a fault");
    }
    return new Draft(
        name, of, new ProviderDraft(of.provider(), object), priority, concurrency, isActive);
  }

  private List<String> typeNames() {
    return channels.providers().stream().map(p -> p.provider().type()).toList();
  }

  private Map<String, String> stored(Tx tx, TenantId tenant, UUID id) {
    return providers
        .secrets(tx, id)
        .await()
        .map(stored -> Json.readTexts(secrets.open(stored, ProviderKind.sealedFor(tenant, id))))
        .orElse(Map.of());
  }

  private Writing writing(
      TenantId tenant, UUID id, Draft draft, Map<String, String> stored, boolean moves) {
    Map<String, List<String>> faults = new TreeMap<>();
    Settled settled =
        draft.config.settle(
            stored, moves, (pointer, fault) -> faults.put(pointer, List.of(pointer + " " + fault)));
    if (!faults.isEmpty()) {
      throw Fault.invalid(faults);
    }
    return new Writing(
        draft.name,
        draft.of.provider().type(),
        draft.of.channel().type(),
        Json.write(settled.config()),
        settled.secrets().isEmpty()
            ? null
            : secrets.seal(Json.write(settled.secrets()), ProviderKind.sealedFor(tenant, id)),
        Json.write(settled.hints()),
        draft.priority,
        draft.concurrency,
        draft.isActive);
  }
}
