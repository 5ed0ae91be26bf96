package dev.imas.core.ruleset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.catalog.ServiceRepository.ServiceView;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ChangeGuard;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.ListRange;
import dev.imas.core.lookup.LookupTables;
import dev.imas.core.lookup.RulesInForce;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.RuleDefinition;
import dev.imas.core.rule.RuleFault;
import dev.imas.core.rule.RuleSetDefinition;
import dev.imas.core.ruleset.RuleSetRepository.RuleSetView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /rule-sets}: a change is a new version, and one version is active. */
public final class RuleSetRoutes implements RulesInForce {

  private final Computations computations;
  private final Transactions transactions;
  private final RuleSetRepository ruleSets;
  private final ServiceRepository services;
  private final NamedThings names;
  private final LookupTables tables = new LookupTables();
  private final Activations activations;
  private final ChangeGuard references;

  /**
   * @param computations check rules
   * @param sourceTypes what kinds of sources there are
   */
  public RuleSetRoutes(
      Computations computations,
      Transactions transactions,
      RuleSetRepository ruleSets,
      ServiceRepository services,
      Collection<String> sourceTypes) {
    this.computations = computations;
    this.transactions = transactions;
    this.ruleSets = ruleSets;
    this.services = services;
    this.names = new NamedThings(services, sourceTypes);
    this.activations = new Activations(ruleSets);
    this.references = new RuleReferences(ruleSets, services);
  }

  /** Keeps what the rules in force name. */
  public ChangeGuard references() {
    return references;
  }

  public void mount(Api api) {
    api.get("/rule-sets", Permission.RULE_READ, this::list);
    api.post("/rule-sets", Permission.RULE_CREATE, this::create);
    api.get("/rule-sets/active", Permission.RULE_READ, this::active);
    api.get("/rule-sets/{version}", Permission.RULE_READ, this::get);
  }

  private Answer list(Call call) {
    ListRange paging = call.query("limit", "cursor").paging();
    Integer below = paging.afterNumber();
    List<RuleSetView> found =
        transactions.call(call.tenant(), tx -> ruleSets.list(tx, below, paging).await());
    return Answer.page(found, paging, RuleSetView::version);
  }

  private Answer get(Call call) {
    int version = pathVersion(call, "version");
    return Answer.versioned(transactions.call(call.tenant(), tx -> existing(tx, version)));
  }

  private Answer active(Call call) {
    return Answer.versioned(
        transactions.call(
            call.tenant(),
            tx ->
                existing(
                    tx,
                    ruleSets
                        .active(tx)
                        .await()
                        .orElseThrow(
                            () ->
                                Fault.notFound(
                                    "no rule set is active; labels find the service")))));
  }

  private Answer create(Call call) {
    Draft draft = read(call.tenant(), call.body());
    RuleSetView made =
        Constraints.explained(
            name -> Fault.conflict("another version was created at the same time; try again"),
            () -> transactions.call(call.tenant(), tx -> insert(tx, call, draft)));
    return Answer.created(Api.BASE + "/rule-sets/" + made.version(), made);
  }

  /** A rule set that was read and checked, except what only the database can check. */
  public record Draft(String comment, Checked checked) {}

  /**
   * @throws Fault INVALID with all faults
   */
  public Draft read(TenantId tenant, Body body) {
    body.only("comment", "rules");
    String comment = body.text("comment", 2_000, "");
    return new Draft(comment, Checked.of(rules(tenant, body)));
  }

  /**
   * The rules of a request.
   *
   * @throws Fault INVALID with all faults
   */
  public RuleSetDefinition rules(TenantId tenant, Body body) {
    JsonNode rules = body.present("rules");
    if (rules == null || !rules.isArray()) {
      body.fault("/rules", "must be a list of rules");
    }
    body.throwIfFaulty();
    // Large sets take long to check, so this must not block a thread that others need.
    return computations.of(tenant).call(() -> check(rules));
  }

  private RuleSetView insert(Tx tx, Call call, Draft draft) {
    names.mustExist(tx, draft.checked.names);
    int version = store(tx, call, draft.comment, draft.checked.definition);
    return existing(tx, version);
  }

  /** Stores rules, with the newest versions of the lookup tables that they name. */
  private int store(Tx tx, Call call, String comment, RuleSetDefinition definition) {
    RuleSetDefinition pinned = tables.pinned(tx, definition);
    int version = ruleSets.insert(tx, comment, Json.write(pinned.rules()), call.author()).await();
    tables.stored(tx, version, pinned);
    call.audit(tx, Audit.Change.create(Activations.SUBJECT, reference(version, comment)));
    return version;
  }

  @Override
  public boolean name(Tx tx, UUID table, String name) {
    RuleSetView inForce = inForce(tx);
    return inForce != null && names(inForce.definition(), table, name);
  }

  private static boolean names(RuleSetDefinition rules, UUID table, String name) {
    return rules.rules().stream()
        .map(RuleDefinition::enrich)
        .filter(Objects::nonNull)
        .map(said -> said.table().strip())
        .anyMatch(said -> said.equalsIgnoreCase(name) || said.equalsIgnoreCase(table.toString()));
  }

  @Override
  public void readAgain(Tx tx, Call call, UUID table, String name) {
    RuleSetView inForce = inForce(tx);
    if (inForce != null && names(inForce.definition(), table, name)) {
      activations.follow(tx, call, store(tx, call, inForce.comment(), inForce.definition()));
    }
  }

  /** The rule set in force; null if there is none, and labels find the service. */
  public @Nullable RuleSetView inForce(Tx tx) {
    return ruleSets.active(tx).await().map(version -> existing(tx, version)).orElse(null);
  }

  /** Stores a new version, and puts it into force. */
  public RuleSetView putIntoForce(Tx tx, Call call, Draft draft) {
    int version = insert(tx, call, draft).version();
    activations.activate(tx, call, version);
    return existing(tx, version);
  }

  /** Of rules that were put into force, what people may not expect of them. */
  public List<String> warnings(Tx tx, @Nullable RuleSetView before, RuleSetView after, Instant at) {
    RuleSetDefinition then = before == null ? RuleSetDefinition.EMPTY : before.definition();
    RuleSetDefinition now = after.definition();
    Redirected.Rules first = new Redirected.Rules(then, tables.of(tx, then));
    Redirected.Rules second = new Redirected.Rules(now, tables.of(tx, now));
    List<ServiceView> there = StoredRules.services(tx, services);
    return computations
        .of(tx.tenant().orElseThrow())
        .call(() -> Redirected.warnings(first, second, there, at));
  }

  /** A rule set without faults of its own. */
  public record Checked(RuleSetDefinition definition, NamedThings.Names names) {

    static Checked of(RuleSetDefinition definition) {
      return new Checked(definition, NamedThings.Names.of(definition));
    }
  }

  private static RuleSetDefinition check(@Nullable JsonNode rules) {
    Map<String, List<String>> faults = new LinkedHashMap<>();
    List<RuleDefinition> read = new ArrayList<>();
    if (rules != null) {
      for (int i = 0; i < rules.size(); i++) {
        RuleDefinition rule = rule(rules.get(i), "/rules/" + i, faults);
        if (rule != null) {
          read.add(rule);
        }
      }
    }
    RuleSetDefinition definition = new RuleSetDefinition(read);
    if (faults.isEmpty()) {
      Map<String, Integer> names = new HashMap<>();
      for (int i = 0; i < read.size(); i++) {
        Integer first = names.putIfAbsent(read.get(i).name().strip(), i);
        if (first != null && !read.get(i).name().isBlank()) {
          String at = "/rules/" + i + "/name";
          faults.put(
              at,
              new ArrayList<>(
                  List.of(
                      at
                          + " is also the name of "
                          + "rule "
                          + first
                          + "; give each rule its own name")));
        }
      }
      for (RuleFault fault : definition.faults()) {
        faults
            .computeIfAbsent(fault.pointer(), p -> new ArrayList<>())
            .add(fault.pointer() + " " + fault.detail());
      }
    }
    if (!faults.isEmpty()) {
      throw Fault.invalid(faults);
    }
    return definition;
  }

  private static @Nullable RuleDefinition rule(
      JsonNode node, String at, Map<String, List<String>> faults) {
    try {
      return Json.MAPPER.treeToValue(node, RuleDefinition.class);
    } catch (JsonProcessingException e) {
      String detail = e.getOriginalMessage();
      int cut = detail.indexOf(" (class ");
      faults
          .computeIfAbsent(at, p -> new ArrayList<>())
          .add(at + " is not a rule: " + (cut < 0 ? detail : detail.substring(0, cut)));
      return null;
    }
  }

  /** Versions never change, so the audit need not repeat their rules. */
  private static Map<String, Object> reference(int version, String comment) {
    return Map.of("version", version, "comment", comment);
  }

  private RuleSetView existing(Tx tx, int version) {
    return ruleSets
        .find(tx, version)
        .await()
        .orElseThrow(() -> Fault.notFound("there is no rule set " + version));
  }

  /** A path parameter that is the number of a version. */
  public static int pathVersion(Call call, String name) {
    try {
      return Integer.parseInt(call.path(name));
    } catch (NumberFormatException e) {
      throw Fault.notFound("there is no rule set " + call.path(name));
    }
  }
}
