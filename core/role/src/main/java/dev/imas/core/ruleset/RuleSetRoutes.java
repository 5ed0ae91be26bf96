package dev.imas.core.ruleset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.Paging;
import dev.imas.core.http.Paging.Page;
import dev.imas.core.http.Scope;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.RuleDefinition;
import dev.imas.core.rule.RuleFault;
import dev.imas.core.rule.RuleSetDefinition;
import dev.imas.core.ruleset.RuleSetRepository.RuleSetView;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code /rule-sets}: a change is a new version, and one version is live. */
public final class RuleSetRoutes {

  private final Vertx vertx;
  private final Transactions transactions;
  private final RuleSetRepository ruleSets;
  private final ServiceRepository services;

  public RuleSetRoutes(
      Vertx vertx,
      Transactions transactions,
      RuleSetRepository ruleSets,
      ServiceRepository services) {
    this.vertx = vertx;
    this.transactions = transactions;
    this.ruleSets = ruleSets;
    this.services = services;
  }

  public void mount(Api api) {
    api.get("/rule-sets", Scope.READ, this::list);
    api.post("/rule-sets", Scope.WRITE, this::create);
    api.get("/rule-sets/active", Scope.READ, this::active);
    api.get("/rule-sets/{version}", Scope.READ, this::get);
    api.post("/rule-sets/{version}/activate", Scope.ADMIN, this::activate);
  }

  private Future<Answer> list(Call call) {
    Paging paging = call.query("limit", "cursor").paging();
    Integer below = number(paging.after());
    return transactions
        .run(call.tenant(), tx -> ruleSets.list(tx, below, paging))
        .map(found -> Answer.ok(Page.of(found, paging, r -> Integer.toString(r.version()))));
  }

  private Future<Answer> get(Call call) {
    int version = pathVersion(call);
    return transactions.run(call.tenant(), tx -> existing(tx, version)).map(RuleSetRoutes::answer);
  }

  private Future<Answer> active(Call call) {
    return transactions
        .run(
            call.tenant(),
            tx ->
                ruleSets
                    .active(tx)
                    .compose(
                        version ->
                            existing(
                                tx,
                                version.orElseThrow(
                                    () ->
                                        Fault.notFound(
                                            "no rule set is active; labels find the service")))))
        .map(RuleSetRoutes::answer);
  }

  private Future<Answer> create(Call call) {
    Body body = call.body().only("comment", "rules");
    String comment = body.text("comment", 2_000, "");
    JsonNode rules = body.present("rules");
    if (rules == null || !rules.isArray()) {
      body.fault("/rules", "must be a list of rules");
    }
    body.throwIfFaulty();
    // Large sets take long to check: not on the event loop.
    return vertx
        .executeBlocking(() -> Checked.of(check(rules)), false)
        .map(Objects::requireNonNull)
        .compose(
            checked ->
                transactions.run(
                    call.tenant(),
                    tx ->
                        mustExist(tx, checked.services)
                            .compose(
                                exist -> ruleSets.insert(tx, comment, checked.json, call.author()))
                            .compose(version -> existing(tx, version))))
        .recover(
            Constraints.as(
                name -> Fault.conflict("another version was made at the same time; try again")))
        .map(
            made ->
                Answer.created(Api.BASE + "/rule-sets/" + made.version(), made)
                    .withVersion(made.version()));
  }

  /**
   * A rule set without faults of its own.
   *
   * @param services the pointers at each service's name, by that name
   */
  private record Checked(String json, Map<String, List<String>> services) {

    static Checked of(RuleSetDefinition definition) {
      Map<String, List<String>> services = new LinkedHashMap<>();
      for (int i = 0; i < definition.rules().size(); i++) {
        String service = definition.rules().get(i).service();
        if (service != null) {
          services
              .computeIfAbsent(service, name -> new ArrayList<>())
              .add("/rules/" + i + "/service");
        }
      }
      return new Checked(Json.write(definition.rules()), services);
    }
  }

  /** Else the rule's alerts would go to triage, and nobody would see why. */
  private Future<Void> mustExist(Tx tx, Map<String, List<String>> named) {
    if (named.isEmpty()) {
      return Future.succeededFuture();
    }
    return services
        .notFound(tx, named.keySet())
        .map(
            missing -> {
              Map<String, List<String>> faults = new LinkedHashMap<>();
              named.forEach(
                  (name, pointers) -> {
                    if (missing.contains(name)) {
                      pointers.forEach(
                          at ->
                              faults.put(
                                  at,
                                  List.of(
                                      at
                                          + " names '"
                                          + name
                                          + "', and there is no active service of that name,"
                                          + " alias or id; make it first")));
                    }
                  });
              if (!faults.isEmpty()) {
                throw Fault.invalid(faults);
              }
              return null;
            });
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
          faults.put(at, new ArrayList<>(List.of(at + " is also the name of rule " + first)));
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

  private Future<Answer> activate(Call call) {
    int version = pathVersion(call);
    call.body().only().throwIfFaulty();
    return transactions
        .run(
            call.tenant(),
            tx ->
                existing(tx, version)
                    .compose(found -> ruleSets.activate(tx, version, call.author()))
                    .compose(done -> existing(tx, version)))
        .map(RuleSetRoutes::answer);
  }

  private Future<RuleSetView> existing(Tx tx, int version) {
    return ruleSets
        .find(tx, version)
        .map(found -> found.orElseThrow(() -> Fault.notFound("there is no rule set " + version)));
  }

  private static Answer answer(RuleSetView view) {
    return Answer.ok(view).withVersion(view.version());
  }

  private static int pathVersion(Call call) {
    try {
      return Integer.parseInt(call.path("version"));
    } catch (NumberFormatException e) {
      throw Fault.notFound("there is no rule set " + call.path("version"));
    }
  }

  private static @Nullable Integer number(@Nullable String cursor) {
    try {
      return cursor == null ? null : Integer.valueOf(cursor);
    } catch (NumberFormatException e) {
      throw Fault.at(Fault.Kind.BAD_REQUEST, "cursor", "cursor is not one that a list gave");
    }
  }
}
