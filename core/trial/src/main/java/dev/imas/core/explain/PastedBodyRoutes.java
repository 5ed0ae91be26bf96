package dev.imas.core.explain;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imas.core.access.Permission;
import dev.imas.core.bus.BodyReading;
import dev.imas.core.bus.BodyReading.ReadAlert;
import dev.imas.core.bus.BodyReading.ReadEvent;
import dev.imas.core.bus.BodyReading.Unread;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.catalog.ServiceRepository.ServiceView;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.lookup.LookupTables;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.Explanation;
import dev.imas.core.rule.LookupTable;
import dev.imas.core.rule.Origin;
import dev.imas.core.rule.RoutingTable;
import dev.imas.core.rule.RuleSetDefinition;
import dev.imas.core.ruleset.RuleSetRepository.RuleSetView;
import dev.imas.core.ruleset.RuleSetRoutes;
import dev.imas.core.ruleset.StoredRules;
import dev.imas.core.source.SourceRepository;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code /rule-sets/try}: what a pasted body would become. A gateway reads it as if the source had
 * posted it, and the rules are run on each alert, step by step. Nothing is stored.
 */
public final class PastedBodyRoutes {

  static final int LONGEST_BODY = 1 << 20;

  /**
   * @param ruleSetVersion the version in force; 0 for none; null when the request had rules of its
   *     own
   * @param alerts the first of them
   * @param broken the first of what could not be read
   * @param events the first of what is read and is no alert
   * @param unmatchedPointers of the source's profile or mapping
   */
  record Tried(
      @Nullable Integer ruleSetVersion,
      String path,
      String dialect,
      int alertCount,
      List<TriedAlert> alerts,
      int brokenCount,
      List<Unread> broken,
      int truncatedBySender,
      int eventCount,
      List<ReadEvent> events,
      List<String> unmatchedPointers) {}

  /** An alert as it was read, and how it would be routed. */
  record TriedAlert(@JsonUnwrapped ReadAlert alert, Explanation explanation) {}

  private record Facts(
      @Nullable RuleSetView inForce,
      RuleSetDefinition rules,
      List<ServiceView> services,
      LookupTable.Versions tables,
      Origin origin) {}

  private final Reruns reruns;
  private final Transactions transactions;
  private final RuleSetRoutes drafts;
  private final ServiceRepository services;
  private final LookupTables tables = new LookupTables();
  private final SourceRepository sources = new SourceRepository();
  private final PastedReader reader;
  private final InstantSource clock;

  /**
   * @param drafts reads the rules of a request
   * @param clock says when the body would be received, where the request does not
   */
  public PastedBodyRoutes(
      Reruns reruns,
      Transactions transactions,
      RuleSetRoutes drafts,
      ServiceRepository services,
      PastedReader reader,
      InstantSource clock) {
    this.clock = clock;
    this.reruns = reruns;
    this.transactions = transactions;
    this.drafts = drafts;
    this.services = services;
    this.reader = reader;
  }

  public void mount(Api api) {
    api.post("/rule-sets/try", Permission.RULE_READ, this::tryOut);
  }

  private Answer tryOut(Call call) {
    Body body = call.body().only("source", "path", "content_type", "body", "rules", "at");
    Reference source = body.requiredReference("source");
    String path = body.text("path", 200, "");
    String contentType = body.text("content_type", 200, "");
    String pasted = body.requiredText("body", LONGEST_BODY);
    Instant at = body.time("at");
    body.throwIfFaulty();
    RuleSetDefinition draft =
        body.present("rules") == null ? null : drafts.rules(call.tenant(), body);
    UUID id = sourceOf(call, source);
    BodyReading reading = reader.read(call.tenant(), id, path, contentType, Buffer.buffer(pasted));
    return reruns
        .run(
            call.tenant(),
            () ->
                transactions.run(call.tenant(), tx -> Future.succeededFuture(facts(tx, draft, id))),
            facts -> Answer.ok(tried(reading, draft, facts, at == null ? clock.instant() : at)))
        .await();
  }

  private UUID sourceOf(Call call, Reference source) {
    return transactions
        .call(call.tenant(), tx -> sources.findId(tx, source).await())
        .orElseThrow(() -> Fault.invalid("/source", "there is no source " + source));
  }

  private Facts facts(Tx tx, @Nullable RuleSetDefinition draft, UUID source) {
    RuleSetView inForce = draft == null ? drafts.inForce(tx) : null;
    RuleSetDefinition rules = rules(tx, draft, inForce);
    return new Facts(
        inForce,
        rules,
        StoredRules.services(tx, services),
        tables.of(tx, rules),
        sources.origin(tx, source));
  }

  private RuleSetDefinition rules(
      Tx tx, @Nullable RuleSetDefinition draft, @Nullable RuleSetView inForce) {
    if (draft != null) {
      return tables.pinned(tx, draft);
    }
    return inForce == null ? RuleSetDefinition.EMPTY : inForce.definition();
  }

  private static Tried tried(
      BodyReading reading, @Nullable RuleSetDefinition draft, Facts facts, Instant at) {
    RuleSetView inForce = facts.inForce;
    int version = inForce == null ? 0 : inForce.version();
    RoutingTable table =
        RoutingTable.compile(
            version,
            facts.rules,
            StoredRules.catalog(facts.services),
            reading.autoResolve(),
            facts.tables);
    return new Tried(
        draft == null ? version : null,
        reading.path(),
        reading.dialect(),
        reading.alertCount(),
        reading.alerts().stream()
            .map(
                alert ->
                    new TriedAlert(alert, table.explain(reading.routed(alert, at, facts.origin))))
            .toList(),
        reading.brokenCount(),
        reading.broken(),
        reading.truncatedBySender(),
        reading.eventCount(),
        reading.events(),
        reading.unmatched());
  }
}
