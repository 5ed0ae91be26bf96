package dev.imas.core.cluster;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.SerializerConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.config.TcpIpConfig;
import com.hazelcast.spi.properties.ClusterProperty;
import java.net.Inet4Address;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * How Hazelcast is set up: it knows who is there and who listens to which address, and nothing
 * else. Only members can speak to its port, by address list alone; it calls nobody else, listens
 * for no client, REST or memcache, and starts no thread that this needs not.
 */
final class Membership {

  /** Under which Vert.x looks for its own id. */
  static final String NODE_ID = "__vertx.nodeId";

  static final String ROLES = "imas.roles";
  static final String VERSION = "imas.version";

  private Membership() {}

  static Config config(ClusterConfig cluster, ClusterKey key, Set<String> roles, String version) {
    Config config = new Config();
    config.setClusterName(key.clusterName());
    config.setClassLoader(Membership.class.getClassLoader());
    config.getMemberAttributeConfig().setAttribute(NODE_ID, UUID.randomUUID().toString());
    config.getMemberAttributeConfig().setAttribute(ROLES, String.join(",", roles));
    config.getMemberAttributeConfig().setAttribute(VERSION, version);
    config.setAdvancedNetworkConfig(network(cluster));
    config
        .getSerializationConfig()
        .addSerializerConfig(
            new SerializerConfig()
                .setTypeClass(Throwable.class)
                .setImplementation(new MemberFailures()))
        // Of Java objects, allowed is only what does not exist.
        .setJavaSerializationFilterConfig(
            new JavaSerializationFilterConfig()
                .setDefaultsDisabled(true)
                .setWhitelist(new ClassFilter().addClasses("nothing")));
    config.getMetricsConfig().setEnabled(false);
    config.getJetConfig().setEnabled(false);
    // As Vert.x wants it: who listens where.
    config.addMultiMapConfig(
        new MultiMapConfig("__vertx.subs")
            .setBackupCount(1)
            .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
    config.setProperty(
        ClusterProperty.SOCKET_BIND_ANY.getName(),
        Boolean.toString(cluster.host().isAnyLocalAddress()));
    config.setProperty(
        ClusterProperty.PREFER_IPv4_STACK.getName(),
        Boolean.toString(cluster.host() instanceof Inet4Address));
    quiet(config);
    soon(config);
    small(config);
    return config;
  }

  private static AdvancedNetworkConfig network(ClusterConfig cluster) {
    ServerSocketEndpointConfig member = new ServerSocketEndpointConfig();
    member.setPort(cluster.port()).setPortAutoIncrement(false).setReuseAddress(true);
    if (!cluster.host().isAnyLocalAddress()) {
      member.getInterfaces().setEnabled(true).addInterface(cluster.host().getHostAddress());
    }
    String advertised = cluster.advertised().host();
    if (advertised != null || cluster.advertised().port().isPresent()) {
      member.setPublicAddress(
          (advertised == null ? cluster.host().getHostAddress() : advertised)
              + ":"
              + cluster.advertised().port().orElse(cluster.port()));
    }
    member.setSocketConnectTimeoutSeconds(2);
    AdvancedNetworkConfig network = new AdvancedNetworkConfig();
    network.setEnabled(true).setMemberEndpointConfig(member);
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig()
        .setEnabled(true)
        .setConnectionTimeoutSeconds(2)
        .setMembers(cluster.members());
    return network;
  }

  static TcpIpConfig addresses(Config config) {
    return config.getAdvancedNetworkConfig().getJoin().getTcpIpConfig();
  }

  static void knows(Config config, List<String> members) {
    addresses(config).setMembers(members);
  }

  /** It asks nobody and tells nobody. */
  private static void quiet(Config config) {
    config.setProperty(ClusterProperty.PHONE_HOME_ENABLED.getName(), "false");
    config.setProperty(ClusterProperty.SHUTDOWNHOOK_ENABLED.getName(), "false");
    config.setProperty(ClusterProperty.LOGGING_TYPE.getName(), "slf4j");
    config.setProperty(ClusterProperty.HEALTH_MONITORING_LEVEL.getName(), "OFF");
    config.setProperty(ClusterProperty.ENABLE_JMX.getName(), "false");
    config.setProperty(ClusterProperty.SLOW_OPERATION_DETECTOR_ENABLED.getName(), "false");
    config.setProperty(ClusterProperty.SEARCH_DYNAMIC_CONFIG_FIRST.getName(), "false");
  }

  /** Who is gone is known within seconds, and a split heals within seconds of its end. */
  private static void soon(Config config) {
    config.setProperty(ClusterProperty.HEARTBEAT_INTERVAL_SECONDS.getName(), "1");
    config.setProperty(ClusterProperty.MAX_NO_HEARTBEAT_SECONDS.getName(), "8");
    config.setProperty(ClusterProperty.MASTERSHIP_CLAIM_TIMEOUT_SECONDS.getName(), "8");
    config.setProperty(ClusterProperty.MERGE_FIRST_RUN_DELAY_SECONDS.getName(), "5");
    config.setProperty(ClusterProperty.MERGE_NEXT_RUN_DELAY_SECONDS.getName(), "5");
    config.setProperty(ClusterProperty.MAX_JOIN_SECONDS.getName(), "6");
    config.setProperty(ClusterProperty.MAX_JOIN_MERGE_TARGET_SECONDS.getName(), "5");
    config.setProperty(ClusterProperty.WAIT_SECONDS_BEFORE_JOIN.getName(), "0");
    config.setProperty(ClusterProperty.MAX_WAIT_SECONDS_BEFORE_JOIN.getName(), "2");
    config.setProperty(ClusterProperty.OPERATION_CALL_TIMEOUT_MILLIS.getName(), "5000");
    config.setProperty(ClusterProperty.OPERATION_BACKUP_TIMEOUT_MILLIS.getName(), "2000");
    config.setProperty(ClusterProperty.GRACEFUL_SHUTDOWN_MAX_WAIT.getName(), "3");
    config.setProperty(ClusterProperty.CLUSTER_SHUTDOWN_TIMEOUT_SECONDS.getName(), "3");
  }

  /** For some dozens of entries. */
  private static void small(Config config) {
    // The same at all members.
    config.setProperty(ClusterProperty.PARTITION_COUNT.getName(), "11");
    config.setProperty(ClusterProperty.PARTITION_OPERATION_THREAD_COUNT.getName(), "2");
    config.setProperty(ClusterProperty.GENERIC_OPERATION_THREAD_COUNT.getName(), "2");
    config.setProperty(ClusterProperty.PRIORITY_GENERIC_OPERATION_THREAD_COUNT.getName(), "1");
    config.setProperty(ClusterProperty.RESPONSE_THREAD_COUNT.getName(), "1");
    config.setProperty(ClusterProperty.EVENT_THREAD_COUNT.getName(), "1");
    config.setProperty(ClusterProperty.EVENT_QUEUE_CAPACITY.getName(), "10000");
    config.setProperty(ClusterProperty.IO_INPUT_THREAD_COUNT.getName(), "1");
    config.setProperty(ClusterProperty.IO_OUTPUT_THREAD_COUNT.getName(), "1");
  }
}
