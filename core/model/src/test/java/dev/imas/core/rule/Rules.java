package dev.imas.core.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imas.core.sla.ServiceTier;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes a rule in a line, for tests. */
final class Rules {

  /** For rules that do not ask for the time. */
  static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

  static final ObjectMapper MAPPER = new ObjectMapper();
  static final Service TRIAGE = service(0, "Unknown/Triage", true);
  static final Service CHECKOUT =
      new Service(
          new UUID(0, 1),
          "checkout",
          List.of("shop-checkout", "kasse"),
          false,
          ServiceTier.TIER_1_CRITICAL,
          new Service.Owner(new UUID(1, 1), "Payments"));
  static final Service SEARCH =
      new Service(
          new UUID(0, 2),
          "Search",
          List.of(),
          false,
          ServiceTier.TIER_2,
          new Service.Owner(new UUID(1, 2), "Find"));
  static final ServiceCatalog CATALOG = ServiceCatalog.of(List.of(TRIAGE, CHECKOUT, SEARCH));

  private final List<String> matchers;
  private String name = "a rule";
  private @Nullable JsonNode when;
  private @Nullable String service;
  private @Nullable String severity;
  private @Nullable Map<String, Map<String, String>> mapping;
  private @Nullable List<String> groupBy;
  private @Nullable Boolean autoResolve;
  private @Nullable String title;
  private @Nullable String escalationPolicy;
  private @Nullable List<String> impactScopes;
  private @Nullable List<String> tags;
  private @Nullable Enrichment enrich;
  private @Nullable String groupWait;
  private @Nullable String groupInterval;
  private @Nullable String repeatInterval;
  private @Nullable String reopenWindow;
  private @Nullable List<String> muteTimes;
  private @Nullable List<String> activeTimes;
  private @Nullable String drop;
  private @Nullable Boolean records;
  private @Nullable Boolean isActive;
  private boolean continues;

  private Rules(List<String> matchers) {
    this.matchers = matchers;
  }

  static Service service(int id, String name, boolean triage, String... aliases) {
    return new Service(new UUID(0, id), name, List.of(aliases), triage);
  }

  static Rules rule(String... matchers) {
    return new Rules(List.of(matchers));
  }

  static RuleSetDefinition set(Rules... rules) {
    return new RuleSetDefinition(Arrays.stream(rules).map(Rules::build).toList());
  }

  static RoutingTable table(Rules... rules) {
    return RoutingTable.compile(7, set(rules), CATALOG, true);
  }

  RuleDefinition build() {
    return new RuleDefinition(
        name,
        "",
        matchers,
        when,
        service,
        severity,
        mapping,
        groupBy,
        autoResolve,
        enrich,
        title,
        escalationPolicy,
        impactScopes,
        tags,
        groupWait,
        groupInterval,
        repeatInterval,
        reopenWindow,
        muteTimes,
        activeTimes,
        drop,
        records,
        isActive,
        continues);
  }

  Rules named(String name) {
    this.name = name;
    return this;
  }

  /** JSON, whose quotes may be single ones. */
  Rules when(String json) {
    try {
      this.when = MAPPER.readTree(json.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
    return this;
  }

  Rules recording() {
    this.records = true;
    return this;
  }

  Rules inactive() {
    this.isActive = false;
    return this;
  }

  Rules to(String service) {
    this.service = service;
    return this;
  }

  Rules severity(String severity) {
    this.severity = severity;
    return this;
  }

  Rules mapping(Map<String, Map<String, String>> mapping) {
    this.mapping = mapping;
    return this;
  }

  Rules groupBy(String... labels) {
    this.groupBy = List.of(labels);
    return this;
  }

  Rules autoResolve(boolean autoResolve) {
    this.autoResolve = autoResolve;
    return this;
  }

  Rules title(String template) {
    this.title = template;
    return this;
  }

  Rules policy(String escalationPolicy) {
    this.escalationPolicy = escalationPolicy;
    return this;
  }

  Rules enrich(Enrichment said) {
    this.enrich = said;
    return this;
  }

  Rules tags(String... names) {
    this.tags = List.of(names);
    return this;
  }

  Rules scopes(String... names) {
    this.impactScopes = List.of(names);
    return this;
  }

  Rules groupWait(String duration) {
    this.groupWait = duration;
    return this;
  }

  Rules groupInterval(String duration) {
    this.groupInterval = duration;
    return this;
  }

  Rules repeatInterval(String duration) {
    this.repeatInterval = duration;
    return this;
  }

  Rules reopenWindow(String duration) {
    this.reopenWindow = duration;
    return this;
  }

  Rules muteTimes(String... names) {
    this.muteTimes = List.of(names);
    return this;
  }

  Rules activeTimes(String... names) {
    this.activeTimes = List.of(names);
    return this;
  }

  Rules drop(String why) {
    this.drop = why;
    return this;
  }

  Rules andContinue() {
    this.continues = true;
    return this;
  }
}
