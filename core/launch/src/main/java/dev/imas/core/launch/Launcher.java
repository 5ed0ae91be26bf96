package dev.imas.core.launch;

import dev.imas.core.platform.Backups;
import dev.imas.core.platform.ConfigurationException;
import dev.imas.core.platform.Database;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Role;
import dev.imas.core.platform.RolePorts;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.ServerFence;
import dev.imas.core.platform.Settings;
import dev.imas.core.platform.Spelling;
import dev.imas.core.platform.Terminal;
import dev.imas.core.postgres.EmbeddedPostgres;
import dev.imas.core.postgres.WalShipper;
import dev.imas.core.schema.Migrations;
import dev.imas.core.tenant.Bootstrap;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Starts a process: configuration, ports, database and roles, in this order. Each step reports
 * everything that is wrong with it. The process stops in the opposite order. It accepts no new
 * alerts, commits and answers those it has read, finishes the deliveries in progress, and stops the
 * database last.
 */
final class Launcher {

  private static final Logger log = LoggerFactory.getLogger(Launcher.class);
  private static final long START_SECONDS = 120;
  private static final long STOP_SECONDS = 20;

  /**
   * Roles that receive work start before those that hand it on. They stop in the opposite order.
   */
  private static final List<String> START_ORDER = List.of("notifier", "core", "gateway");

  private static final Duration RELEASE_POLL = Duration.ofSeconds(1);

  private final Store store;
  private final Bus bus;
  private final Map<String, Role.Running> running;

  /** The roles whose ports speak TLS. */
  private final Set<String> tls;

  private final Bootstrap.Result bootstrap;
  private final LaunchConfig config;

  /** The file with what the first start has made; null if nothing was made. */
  private final @Nullable Path credentials;

  /** Whether messages for people are printed. Otherwise they go to the log. */
  private final boolean watched;

  /** Whether every role accepts requests, so that others may send some. */
  private volatile boolean serves;

  private boolean rolesStopped;

  private Launcher(
      Store store,
      Bus bus,
      Map<String, Role.Running> running,
      Set<String> tls,
      Bootstrap.Result bootstrap,
      LaunchConfig config,
      @Nullable Path credentials,
      boolean watched) {
    this.store = store;
    this.bus = bus;
    this.running = running;
    this.tls = tls;
    this.bootstrap = bootstrap;
    this.config = config;
    this.credentials = credentials;
    this.watched = watched;
  }

  /**
   * Blocks until every role is ready.
   *
   * @param signal stops what has been started, also in the middle of it
   * @throws ConfigurationException with everything that is wrong with the configuration or the
   *     ports
   * @throws CommandFailure if a role cannot start
   */
  static Launcher start(@Nullable Path configFile, List<String> wanted, StopSignal signal) {
    Settings settings = LaunchConfig.settings(configFile);
    Terminal terminal = settings.terminal();
    LogSetup.Chosen chosen = LogSetup.Chosen.read(settings);
    LogSetup.forProcess(chosen, terminal);
    LaunchConfig config = LaunchConfig.read(settings);
    Map<String, Role.Setup> setups = checked(settings, config, wanted);
    Map<String, Integer> ports = new LinkedHashMap<>();
    setups.forEach((name, setup) -> ports.put(name, setup.port()));
    List<String> taken = new ArrayList<>(PortCheck.faults(ports));
    config.cluster().ifPresent(cluster -> taken.addAll(PortCheck.faults(cluster, ports)));
    if (!taken.isEmpty()) {
      throw new ConfigurationException(taken);
    }
    log.atInfo()
        .addKeyValue("version", Version.current())
        .addKeyValue("roles", String.join(",", setups.keySet()))
        .addKeyValue("database", config.store().describe())
        .log("IMAS starts");
    var line = log.atDebug();
    for (Map.Entry<String, String> e : new TreeMap<>(settings.effective()).entrySet()) {
      line = line.addKeyValue(e.getKey(), e.getValue());
    }
    line.log("Configuration");
    SecretBox secrets = EncryptionKey.box(config.store().encryptionKey(), config.store().dataDir());
    Store store = Store.open(config.store(), signal);
    try {
      InstantSource clock = InstantSource.system();
      store.archive(config.store(), clock);
      if (config.migrate() && !store.database().isRestricted()) {
        Migrations.run(store.database());
      } else {
        SchemaWait.until(store.database());
      }
      Bootstrap.Result bootstrap =
          Bootstrap.isFor(store.database())
              ? Bootstrap.run(store.database(), clock, config.sourceKey(), config.adminToken())
              : Bootstrap.Result.NOTHING;
      boolean watched = terminal.watched() && chosen.format().isText(terminal);
      // Before anything answers: whoever waits until IMAS is ready reads them, and a start that
      // fails or is killed must not lose them.
      Path credentials =
          FirstCredentials.keep(
              bootstrap,
              config.store().dataDir(),
              welcome(ports, tls(setups), bootstrap, config)::firstLink);
      return start(store, secrets, clock, setups, bootstrap, config, credentials, watched, signal);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /**
   * Reads all settings and starts nothing.
   *
   * @param wanted the roles; none for all of them
   * @throws ConfigurationException with everything that is wrong
   */
  static void check(Settings settings, List<String> wanted) {
    LogSetup.Chosen.read(settings);
    checked(settings, LaunchConfig.read(settings), wanted);
  }

  private static Map<String, Role.Setup> checked(
      Settings settings, LaunchConfig config, List<String> wanted) {
    Map<String, Role.Setup> setups = configure(settings, wanted);
    config.store().loginFault(setups.keySet()).ifPresent(settings::fault);
    settings.throwIfFaulty();
    return setups;
  }

  private static Map<String, Role.Setup> configure(Settings settings, List<String> wanted) {
    List<Role> roles = new ArrayList<>();
    ServiceLoader.load(Role.class).forEach(roles::add);
    roles.sort(Comparator.comparingInt(role -> START_ORDER.indexOf(role.name())));
    List<String> names = roles.stream().map(Role::name).toList();
    for (String name : wanted) {
      if (!names.contains(name)) {
        settings.fault(
            "--roles names '"
                + name
                + "'; expected one or more "
                + "of "
                + names
                + Spelling.hint(name, names));
      }
    }
    Map<String, Role.Setup> setups = new LinkedHashMap<>();
    for (Role role : roles) {
      if (wanted.isEmpty() || wanted.contains(role.name())) {
        setups.put(role.name(), role.configure(settings));
      }
    }
    return setups;
  }

  private static Launcher start(
      Store store,
      SecretBox secrets,
      InstantSource clock,
      Map<String, Role.Setup> setups,
      Bootstrap.Result bootstrap,
      LaunchConfig config,
      @Nullable Path credentials,
      boolean watched,
      StopSignal signal) {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Map<String, Integer> ports = new LinkedHashMap<>();
    setups.forEach((name, setup) -> ports.put(name, setup.port()));
    VertxMeters vertxMeters = new VertxMeters(meters, config.vertxMetrics(), ports);
    addMeters(meters, store.embedded());
    Bus bus = Bus.start(config, setups.keySet(), vertxMeters::builder, meters);
    Vertx vertx = bus.vertx();
    WalShipper shipper = store.shipper();
    ArchiveKeeper keeper = store.keeper();
    if (shipper != null && keeper != null) {
      ArchiveHealth.show(shipper, keeper, clock, meters, vertx);
      Backups.show(vertx, keeper);
    }
    // A signal stops those that run so far.
    Map<String, Role.Running> running = Collections.synchronizedMap(new LinkedHashMap<>());
    Launcher launcher =
        new Launcher(store, bus, running, tls(setups), bootstrap, config, credentials, watched);
    Database database = database(vertx, store, config.store());
    addMeters(meters, database);
    Platform platform =
        new Platform(vertx, database, clock, meters, secrets, clock.instant(), Version.current());
    try {
      signal.closesFirst(launcher::stop);
      for (Map.Entry<String, Role.Setup> e : setups.entrySet()) {
        if (e.getKey().equals(RestoredCopy.NOTIFIER)
            && RestoredCopy.isHeld(config.store().dataDir())) {
          launcher.startWhenReleased(e.getValue(), platform);
        } else {
          launcher.start(e.getKey(), e.getValue(), platform);
        }
      }
    } catch (RuntimeException e) {
      launcher.stopRoles();
      throw e;
    }
    EmbeddedPostgres embedded = store.embedded();
    if (embedded != null) {
      embedded.makeRoomForWal();
    }
    launcher.serves = true;
    launcher.awaitReady();
    if (keeper != null) {
      // Not before: a backup of a half-made schema would be followed by all that makes it.
      keeper.start();
    }
    return launcher;
  }

  /** A role that was starting while the others were stopped is stopped, too. */
  private void start(String name, Role.Setup setup, Platform platform) {
    synchronized (this) {
      if (rolesStopped) {
        return;
      }
    }
    Role.Running started = await(setup.start(platform), START_SECONDS, "start of " + name);
    synchronized (this) {
      if (!rolesStopped) {
        running.put(name, started);
        RolePorts.announce(platform.vertx(), name, started.port(), setup.speaksTls());
        return;
      }
    }
    await(started.stop(), STOP_SECONDS, "stop of " + name);
  }

  /** Without the notifier, nothing leaves a restored copy. */
  private void startWhenReleased(Role.Setup setup, Platform platform) {
    log.warn(
        "This is a restored copy. It accepts alerts and sends nothing until you release it:"
            + " imas release");
    Thread.ofPlatform()
        .name("imas-release")
        .daemon()
        .start(
            () -> {
              while (RestoredCopy.isHeld(config.store().dataDir())) {
                LockSupport.parkNanos(RELEASE_POLL.toNanos());
              }
              release(setup, platform);
            });
  }

  private void release(Role.Setup setup, Platform platform) {
    try {
      start(RestoredCopy.NOTIFIER, setup, platform);
      log.info("The restored copy is released and sends notifications");
    } catch (CommandFailure e) {
      log.atError().setCause(e).log("The notifier cannot start: start IMAS again");
    }
  }

  /**
   * However long it takes: while the database is away, a role tries again, and answers meanwhile
   * that it is not ready.
   */
  private void awaitReady() {
    for (Map.Entry<String, Role.Running> role : Map.copyOf(running).entrySet()) {
      try {
        role.getValue().ready().toCompletionStage().toCompletableFuture().join();
      } catch (CompletionException e) {
        throw new CommandFailure(1, role.getKey() + " is not ready: " + CommandFailure.reason(e));
      }
    }
  }

  /** The embedded PostgreSQL has no other server that could take its place. */
  private static Database database(Vertx vertx, Store store, StoreConfig config) {
    if (store.embedded() != null) {
      return new Database(vertx, store.database());
    }
    LastServer last = LastServer.in(config.dataDir());
    Database database =
        new Database(
            vertx,
            store.database(),
            config.mustReplicate(),
            last.read().orElse(null),
            seen -> vertx.executeBlocking(() -> write(last, seen)));
    database.watchServers();
    return database;
  }

  private static boolean write(LastServer last, ServerFence.Seen seen) {
    boolean isAnother = last.read().isPresent();
    last.write(seen);
    log.atLevel(isAnother ? Level.INFO : Level.DEBUG)
        .addKeyValue("system", Long.toUnsignedString(seen.system()))
        .addKeyValue("timeline", seen.timeline())
        .log(isAnother ? "The database has a new primary" : "The database's primary is kept");
    return true;
  }

  private static void addMeters(MeterRegistry meters, Database database) {
    Gauge.builder("imas_database_timeline", database, Database::timeline)
        .description("The highest timeline of the database that was seen")
        .register(meters);
    Gauge.builder("imas_database_commits_wait", database, d -> d.commitsWait() ? 1 : 0)
        .description("1 while commits wait for a synchronous standby that confirms none")
        .register(meters);
  }

  private static void addMeters(MeterRegistry meters, @Nullable EmbeddedPostgres embedded) {
    Gauge.builder("imas_build", () -> 1)
        .description("1, with the version of this process")
        .tag("version", Version.current())
        .register(meters);
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    @SuppressWarnings("resource") // lives as long as the process
    JvmGcMetrics gc = new JvmGcMetrics();
    gc.bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    new UptimeMetrics().bindTo(meters);
    new FileDescriptorMetrics().bindTo(meters);
    if (embedded != null) {
      FunctionCounter.builder(
              "imas_embedded_postgres_restarts_total", embedded, EmbeddedPostgres::restarts)
          .description("How often the embedded PostgreSQL died and was restarted")
          .register(meters);
    }
  }

  /**
   * Shows what a new user needs next. A terminal shows it once, including the secrets. Without a
   * terminal, the secrets stay in their file and the rest goes to the log.
   */
  void announce(PrintWriter out) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    running.forEach((name, role) -> ports.put(name, role.port()));
    Welcome welcome = welcome(ports, tls, bootstrap, config);
    if (watched) {
      welcome.print(out);
      FirstCredentials.delete(credentials);
    } else {
      welcome.log(credentials);
    }
  }

  private static Set<String> tls(Map<String, Role.Setup> setups) {
    return setups.entrySet().stream()
        .filter(setup -> setup.getValue().speaksTls())
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Welcome welcome(
      Map<String, Integer> ports,
      Set<String> tls,
      Bootstrap.Result bootstrap,
      LaunchConfig config) {
    return new Welcome(
        ports,
        tls,
        bootstrap,
        config.sourceKey().isPresent(),
        config.adminToken().isPresent(),
        config.publicUrl());
  }

  /**
   * Stops everything, after {@code stop.delay} and within a timeout of {@value #STOP_SECONDS} s for
   * each role; then PostgreSQL takes as long as its own stop takes.
   */
  private void stop() {
    announceStop();
    stopRoles();
    store.close();
  }

  private void announceStop() {
    if (!serves) {
      return; // Nobody was sent here.
    }
    List.copyOf(running.values()).forEach(Role.Running::announceStop);
    if (config.stopDelay().isZero()) {
      return;
    }
    log.atInfo()
        .addKeyValue("seconds", config.stopDelay().toSeconds())
        .log("Serving on for a while, so that load balancers send elsewhere");
    try {
      Thread.sleep(config.stopDelay());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // It stops at once.
    }
  }

  /** Whoever calls it again waits until it is done. */
  private synchronized void stopRoles() {
    if (rolesStopped) {
      return;
    }
    rolesStopped = true;
    List<String> names = new ArrayList<>(running.keySet()).reversed();
    for (String name : names) {
      Role.Running role = running.get(name);
      if (role == null) {
        continue;
      }
      try {
        await(role.stop(), STOP_SECONDS, "stop of " + name);
      } catch (RuntimeException e) {
        log.atWarn().addKeyValue("role", name).setCause(e).log("A role did not stop in time");
      }
    }
    try {
      await(bus.vertx().close(), STOP_SECONDS, "end of the event loops");
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("The event loops did not end in time");
    }
    bus.close();
  }

  private static <T> T await(Future<T> future, long seconds, String what) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during " + what, e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      log.atDebug().setCause(cause).addKeyValue("what", what).log("Failed");
      throw new CommandFailure(1, what + " failed: " + CommandFailure.reason(cause));
    } catch (TimeoutException e) {
      throw new CommandFailure(1, what + " took more than " + seconds + " s");
    }
  }
}
