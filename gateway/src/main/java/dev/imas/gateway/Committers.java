package dev.imas.gateway;

import dev.imas.core.bus.TransitionsCommitted;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.WorkerHealth;
import dev.imas.gateway.commit.CommitConnection;
import dev.imas.gateway.commit.CommitMeters;
import dev.imas.gateway.commit.CommitPermits;
import dev.imas.gateway.commit.Committer;
import dev.imas.gateway.commit.LetterCommitter;
import dev.imas.gateway.commit.RecordCommitter;
import dev.imas.gateway.commit.TextRefresh;
import dev.imas.gateway.dedup.KnownAlerts;
import dev.imas.gateway.dedup.UrgentGroups;
import dev.imas.gateway.snapshot.SnapshotKeeper;
import io.micrometer.core.instrument.FunctionCounter;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Makes the committers of a process, with what they share. */
final class Committers {

  private final GatewayConfig config;
  private final InstantSource clock;
  private final SnapshotKeeper snapshots;
  private final Pool reads;
  private final KnownAlerts known;
  private final UrgentGroups urgentGroups = new UrgentGroups();
  private final CommitPermits permits;
  private final CommitMeters meters;

  Committers(Platform platform, GatewayConfig config, SnapshotKeeper snapshots, Pool reads) {
    this.config = config;
    this.clock = platform.clock();
    this.snapshots = snapshots;
    this.reads = reads;
    this.known =
        new KnownAlerts(
            config.knownAlerts(), config.refreshSeconds(), config.annotationsPerSecond());
    FunctionCounter.builder(
            "imas_ingest_annotations_put_off_total", known, KnownAlerts::textsPutOff)
        .description("Repeats whose changed annotations were not stored at once")
        .register(platform.meters());
    this.permits = new CommitPermits(config.commitsAtOnce());
    this.meters = new CommitMeters(platform.meters());
  }

  /** The alerts that were committed last. */
  KnownAlerts known() {
    return known;
  }

  /**
   * @param shard of the ledger
   */
  Committer ofLoop(Vertx vertx, CommitConnection connection, int shard, WorkerHealth heartbeat) {
    return new Committer(
        vertx,
        connection,
        config.committer(),
        clock,
        known,
        urgentGroups,
        meters,
        new TextRefresh(vertx, reads, known),
        shard,
        permits,
        tenant -> snapshots.current().weights().of(new TenantId(tenant)),
        announcing(vertx),
        heartbeat);
  }

  /**
   * @param shard of the ledger
   */
  LetterCommitter ofLetters(Vertx vertx, int shard) {
    return new LetterCommitter(
        reads, config.committer(), clock, known, urgentGroups, shard, announcing(vertx));
  }

  /**
   * @param shard of the ledger, the first of as many as there are connections
   * @param connections that may be in use at once
   */
  RecordCommitter ofRecords(Vertx vertx, Pool own, int shard, int connections) {
    return new RecordCommitter(
        own,
        config.committer(),
        clock,
        known,
        urgentGroups,
        new TextRefresh(vertx, reads, known),
        shard,
        connections,
        announcing(vertx));
  }

  private static Consumer<TransitionsCommitted> announcing(Vertx vertx) {
    return changes -> vertx.eventBus().send(TransitionsCommitted.ADDRESS, changes);
  }
}
