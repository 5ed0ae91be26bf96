package dev.imas.core.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.imas.core.access.Permission;
import dev.imas.core.alert.AlertRepository;
import dev.imas.core.alert.AlertRepository.RoutedAs;
import dev.imas.core.alert.AlertRoutes;
import dev.imas.core.alert.AlertView;
import dev.imas.core.alert.TransitionView;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.delivery.DeliveryRepository;
import dev.imas.core.delivery.DeliveryRepository.DeliveryView;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.incident.GatheredGroups;
import dev.imas.core.lookup.LookupTables;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TestSpace;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.retention.Missing;
import dev.imas.core.rule.Decision;
import dev.imas.core.rule.Explanation;
import dev.imas.core.rule.LookupTable;
import dev.imas.core.rule.Naming;
import dev.imas.core.rule.PastRouting;
import dev.imas.core.rule.RoutingTable;
import dev.imas.core.rule.RuleSetDefinition;
import dev.imas.core.ruleset.RuleSetRepository;
import dev.imas.core.ruleset.StoredRules;
import dev.imas.core.storm.HoldingStormRepository;
import dev.imas.core.storm.HoldingStormRepository.Holding;
import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code /alerts/{fingerprint}/explain}: explains an alert's routing. It shows the stored decision,
 * a rerun of that time's rule set with today's services, step by step, and what followed.
 */
public final class ExplainRoutes {

  private static final int TRANSITIONS_SHOWN = 50;
  private static final int DELIVERIES_SHOWN = 50;

  /**
   * @param ruleIndex the first rule that matched; -1 for none
   */
  record Decided(
      int ruleSetVersion,
      int ruleIndex,
      Decision decision,
      AlertView.Named service,
      Severity severity,
      String groupKey) {}

  /**
   * @param decided the decision when it fired
   * @param explanation a rerun with today's services; null if the rule set is gone
   * @param flags what was odd about it as its sender posted it
   * @param remarks why the two may differ, or that state changes are missing
   * @param note the same as a sentence
   * @param heldBy the storm that holds its incident, so that nobody is told; null if none does
   */
  record Explained(
      AlertView alert,
      Decided decided,
      @Nullable Explanation explanation,
      List<String> flags,
      Set<Remark> remarks,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String note,
      List<TransitionView> transitions,
      AlertView.@Nullable Incident incident,
      @Nullable Holding heldBy,
      List<DeliveryView> deliveries) {}

  /** What one should know of an explanation. */
  enum Remark {
    /** More incidents were opened than the limit allows, so its alert was gathered with others. */
    GATHERED,
    /** The rules of that time are gone. */
    RULES_GONE,
    /** With today's services it would go elsewhere. */
    ROUTED_DIFFERENTLY,
    /** Older state changes are gone. */
    CHANGES_GONE;

    @JsonValue
    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private record Facts(
      AlertView alert,
      RoutedAs routed,
      List<TransitionView> transitions,
      List<DeliveryView> deliveries,
      Optional<Holding> holding,
      Optional<RuleSetRepository.RuleSetView> ruleSet,
      List<ServiceRepository.ServiceView> services,
      LookupTable.Versions tables) {}

  private final Reruns reruns;
  private final Transactions transactions;
  private final AlertRepository alerts;
  private final DeliveryRepository deliveries;
  private final RuleSetRepository ruleSets;
  private final LookupTables tables = new LookupTables();
  private final ServiceRepository services;
  private final HoldingStormRepository storms = new HoldingStormRepository();
  private final Missing missing;

  public ExplainRoutes(
      Reruns reruns,
      Transactions transactions,
      AlertRepository alerts,
      DeliveryRepository deliveries,
      RuleSetRepository ruleSets,
      ServiceRepository services,
      Missing missing) {
    this.reruns = reruns;
    this.transactions = transactions;
    this.alerts = alerts;
    this.deliveries = deliveries;
    this.ruleSets = ruleSets;
    this.services = services;
    this.missing = missing;
  }

  public void mount(Api api) {
    api.get("/alerts/{fingerprint}/explain", Permission.ALERT_READ, this::explain);
  }

  private Answer explain(Call call) {
    Fingerprint fingerprint = AlertRoutes.pathFingerprint(call);
    return reruns
        .run(
            call.tenant(),
            () ->
                transactions.run(
                    call.tenant(), tx -> Future.succeededFuture(facts(tx, fingerprint))),
            facts -> Answer.ok(explained(facts)))
        .await();
  }

  private Facts facts(Tx tx, Fingerprint fingerprint) {
    AlertView alert =
        alerts.find(tx, fingerprint).await().orElseThrow(() -> missing.alert(fingerprint));
    RoutedAs routed =
        alerts.routedAs(tx, fingerprint).await().orElseThrow(() -> missing.alert(fingerprint));
    AlertView.Incident incident = alert.incident();
    List<DeliveryView> sent =
        incident == null
            ? List.of()
            : deliveries
                .list(
                    tx,
                    DeliveryRepository.Filter.about(incident.id()),
                    new ListRange(DELIVERIES_SHOWN - 1, null))
                .await();
    Optional<RuleSetRepository.RuleSetView> ruleSet =
        ruleSets.find(tx, alert.ruleSetVersion()).await();
    return new Facts(
        alert,
        routed,
        alerts.transitions(tx, fingerprint, TRANSITIONS_SHOWN).await(),
        sent,
        incident == null ? Optional.empty() : storms.of(tx, incident.id()),
        ruleSet,
        StoredRules.services(tx, services),
        tables.of(
            tx,
            ruleSet
                .map(RuleSetRepository.RuleSetView::definition)
                .orElse(RuleSetDefinition.EMPTY)));
  }

  private Explained explained(Facts facts) {
    AlertView alert = facts.alert;
    Decision decision = Decision.of(facts.routed.decision());
    Explanation explanation = rerun(facts, decision);
    Set<Remark> remarks = remarks(facts, explanation);
    return new Explained(
        alert,
        new Decided(
            alert.ruleSetVersion(),
            facts.routed.ruleIndex(),
            decision,
            alert.service(),
            alert.severity(),
            alert.groupKey()),
        explanation,
        flags(alert),
        remarks,
        note(facts, remarks),
        facts.transitions,
        alert.incident(),
        facts.holding.orElse(null),
        facts.deliveries);
  }

  private static List<String> flags(AlertView alert) {
    String flags = Json.readTexts(alert.details()).get("flags");
    return flags == null ? List.of() : List.of(flags.split(","));
  }

  /** Whether the first of all its changes is not among them, though there is room. */
  private static boolean missesChanges(List<TransitionView> newest) {
    return newest.size() < TRANSITIONS_SHOWN
        && newest.stream().noneMatch(transition -> transition.seq() == 1);
  }

  private static @Nullable Explanation rerun(Facts facts, Decision decision) {
    boolean noRules = facts.alert.ruleSetVersion() == 0;
    if (!noRules && facts.ruleSet.isEmpty()) {
      return null;
    }
    RuleSetDefinition rules = noRules ? RuleSetDefinition.EMPTY : facts.ruleSet.get().definition();
    return RoutingTable.compile(
            facts.alert.ruleSetVersion(),
            rules,
            StoredRules.catalog(facts.services),
            decision.autoResolve(),
            facts.tables)
        .explain(
            new PastRouting(
                    facts.alert.ruleSetVersion(),
                    facts.routed.ruleIndex(),
                    decision,
                    facts.alert.severity(),
                    facts.routed.sourceDefault(),
                    facts.routed.origin())
                .alert(
                    Labels.of(Json.readTexts(facts.alert.labels())),
                    facts.alert.firstSeen(),
                    new Naming(facts.alert.fingerprint(), decision.weaklyNamed())));
  }

  private Set<Remark> remarks(Facts facts, @Nullable Explanation explanation) {
    Set<Remark> remarks = EnumSet.noneOf(Remark.class);
    if (GatheredGroups.isKey(facts.routed.incidentGroup())) {
      remarks.add(Remark.GATHERED);
    } else if (explanation == null) {
      remarks.add(Remark.RULES_GONE);
    } else if (!explanation.routing().serviceId().equals(facts.alert.service().id())
        || !explanation.routing().groupKey().equals(TestSpace.real(facts.alert.groupKey()))) {
      remarks.add(Remark.ROUTED_DIFFERENTLY);
    }
    if (missesChanges(facts.transitions) && missing.changes(facts.alert.createdAt()) != null) {
      remarks.add(Remark.CHANGES_GONE);
    }
    return remarks;
  }

  private @Nullable String note(Facts facts, Set<Remark> remarks) {
    return remarks.isEmpty()
        ? null
        : remarks.stream().map(remark -> note(facts, remark)).collect(Collectors.joining("; "));
  }

  private @Nullable String note(Facts facts, Remark remark) {
    return switch (remark) {
      case GATHERED ->
          "when it fired, more incidents were opened within a minute than "
              + "core.new-incidents allows. So alerts of new groups of its service, including "
              + "this one, were gathered in one incident. It gets an incident of its own with its "
              + "next change, as soon as the limit allows";
      case RULES_GONE -> "the rule set of that time no longer exists";
      case ROUTED_DIFFERENTLY ->
          "with today's services it would be routed differently. The decision from when it "
              + "fired holds until its next episode";
      case CHANGES_GONE -> missing.changes(facts.alert.createdAt());
    };
  }
}
