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
 * The configuration of Hazelcast. It knows only which members exist and who listens to which
 * address. It finds members only by the address list and connects to nobody else. Its port accepts
 * only members: no clients, REST or memcache. It starts no threads beyond those that this needs.
 */
final class Membership {

  /** The attribute in which Vert.x looks for its own id. */
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
        // The only class allowed for Java serialization does not exist, so none is deserialized.
        .setJavaSerializationFilterConfig(
            new JavaSerializationFilterConfig()
                .setDefaultsDisabled(true)
                .setWhitelist(new ClassFilter().addClasses("nothing")));
    config.getMetricsConfig().setEnabled(false);
    config.getJetConfig().setEnabled(false);
    // The map of listeners by address, configured as Vert.x requires.
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
    TcpIpConfig members = new NamedMembers(cluster.host());
    join.setTcpIpConfig(
        members.setEnabled(true).setConnectionTimeoutSeconds(2).setMembers(cluster.members()));
    return network;
  }

  static TcpIpConfig addresses(Config config) {
    return config.getAdvancedNetworkConfig().getJoin().getTcpIpConfig();
  }

  static void knows(Config config, List<String> members) {
    addresses(config).setMembers(members);
  }

  /** Turns off everything that calls out or reports about this process. */
  private static void quiet(Config config) {
    config.setProperty(ClusterProperty.PHONE_HOME_ENABLED.getName(), "false");
    config.setProperty(ClusterProperty.SHUTDOWNHOOK_ENABLED.getName(), "false");
    config.setProperty(ClusterProperty.LOGGING_TYPE.getName(), "slf4j");
    config.setProperty(ClusterProperty.HEALTH_MONITORING_LEVEL.getName(), "OFF");
    config.setProperty(ClusterProperty.ENABLE_JMX.getName(), "false");
    config.setProperty(ClusterProperty.SLOW_OPERATION_DETECTOR_ENABLED.getName(), "false");
    config.setProperty(ClusterProperty.SEARCH_DYNAMIC_CONFIG_FIRST.getName(), "false");
  }

  /**
   * Members that left are noticed within seconds, and a split cluster merges within seconds of its
   * end.
   */
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

  /** Sized for some dozens of entries. */
  private static void small(Config config) {
    // This must be the same in all members.
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
