package dev.imas.core.launch;

import dev.imas.core.cluster.ClusterConfig;
import dev.imas.core.platform.ConfigurationException;
import dev.imas.core.platform.Role;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings that the launcher itself reads.
 *
 * @param sourceKey chosen by the user; otherwise one is generated and shown
 * @param adminToken chosen by the user; otherwise one is generated and shown
 * @param migrate whether the start migrates the schema
 * @param vertxMetrics the metrics that Vert.x publishes about itself
 * @param cluster the processes that share the event bus; empty: only this one
 * @param publicUrl where people reach core; null: on this machine
 * @param stopDelay how long the roles serve on after they have said that they will stop
 */
record LaunchConfig(
    StoreConfig store,
    Optional<Secret> sourceKey,
    Optional<Secret> adminToken,
    boolean migrate,
    Set<VertxDomain> vertxMetrics,
    Optional<ClusterConfig> cluster,
    @Nullable String publicUrl,
    Duration stopDelay) {

  private static final Duration LONGEST_STOP_DELAY = Duration.ofMinutes(5);

  /** Variables that {@code bin/imas} reads, which starts Java. */
  private static final Set<String> OF_THE_SCRIPT =
      Set.of("IMAS_JAVA_HOME", "IMAS_JAVA_OPTS", "IMAS_USER");

  /**
   * Variables of commands, which may be set where a process starts. The last one is in the file of
   * {@link FirstCredentials}, which people source.
   */
  private static final Set<String> OF_COMMANDS =
      Set.of(
          OptionDefaults.CORE_URL,
          OptionDefaults.GATEWAY_URL,
          OptionDefaults.TOKEN,
          OptionDefaults.SOURCE_KEY,
          OptionDefaults.CA_CERTIFICATE,
          OptionDefaults.CLIENT_CERTIFICATE,
          OptionDefaults.CLIENT_KEY,
          FirstCredentials.ADMIN_CODE);

  /** A prefix that no setting has, so that users may have their own variables. */
  private static final String OF_THE_USER = "IMAS_X_";

  /**
   * Variables that Kubernetes sets in every pod if a Service has a name that begins with "imas".
   */
  private static final Pattern OF_KUBERNETES =
      Pattern.compile(
          "IMAS_(\\w+_)?(SERVICE_(HOST|PORT)(_\\w+)?|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

  /**
   * The settings of this process. A key or variable that no role and no command reads is a fault,
   * whichever roles this process has.
   *
   * @throws ConfigurationException if the file cannot be read
   */
  static Settings settings(@Nullable Path named) {
    return settings(Settings.load(ConfigFile.find(named)));
  }

  /** The same with these values. */
  static Settings settings(Settings settings) {
    settings.alsoRead(LogSetup.Chosen::read);
    settings.alsoRead(LaunchConfig::read);
    ServiceLoader.load(Role.class).forEach(role -> settings.alsoRead(role::configure));
    settings.faultUnknown(LaunchConfig::isReserved);
    return settings;
  }

  static LaunchConfig read(Settings in) {
    StoreConfig store = StoreConfig.read(in);
    Optional<ClusterConfig> cluster = ClusterConfig.read(in);
    if (cluster.isPresent() && store.encryptionKey().isEmpty()) {
      in.fault(
          "cluster.members is set, but encryption-key (IMAS_ENCRYPTION_KEY) is not; set it to "
              + "the same key in all processes, since members authenticate each other by it");
    }
    return new LaunchConfig(
        store,
        in.secret("bootstrap.source-key", 8),
        in.secret("bootstrap.admin-token", 8),
        in.flag("database.migrate", true),
        VertxDomain.read(in),
        cluster,
        in.text("public.url"),
        in.duration("stop.delay", Duration.ZERO, Duration.ZERO, LONGEST_STOP_DELAY));
  }

  private static boolean isReserved(String variable, String value) {
    return OF_THE_SCRIPT.contains(variable)
        || OF_COMMANDS.contains(variable)
        || variable.startsWith(OF_THE_USER)
        || OF_KUBERNETES.matcher(variable).matches()
        || (variable.endsWith("PORT") && value.contains("://"));
  }
}
