package dev.imas.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.internal.serialization.Data;
import com.hazelcast.internal.serialization.InternalSerializationService;
import com.hazelcast.internal.serialization.SerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import com.hazelcast.spi.exception.PartitionMigratingException;
import com.hazelcast.spi.exception.RetryableHazelcastException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MembershipTest {

  private static final ClusterConfig CLUSTER =
      new ClusterConfig(
          List.of("localhost:8095", "10.0.0.3:8195"),
          InetAddress.getLoopbackAddress(),
          8095,
          8096,
          new ClusterConfig.Advertised(null, OptionalInt.empty(), OptionalInt.empty()));

  private static final Config CONFIG =
      Membership.config(CLUSTER, Members.KEY, Set.of("core"), "test");

  /** Writes and reads an object as members do. */
  private static SerializationService members() {
    InternalSerializationService service =
        new DefaultSerializationServiceBuilder().setConfig(CONFIG.getSerializationConfig()).build();
    return service;
  }

  @Test
  void onlyNamedMembersAreSoughtAndOnlyMembersAreServed() {
    JoinConfig join = CONFIG.getAdvancedNetworkConfig().getJoin();

    assertThat(join.getMulticastConfig().isEnabled()).isFalse();
    assertThat(join.getAutoDetectionConfig().isEnabled()).isFalse();
    assertThat(join.getTcpIpConfig().getMembers())
        .containsExactly("127.0.0.1:8095", "10.0.0.3:8195");
    assertThat(CONFIG.getAdvancedNetworkConfig().getEndpointConfigs()).hasSize(1);
    assertThat(CONFIG.getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
    assertThat(CONFIG.getProperty("hazelcast.socket.bind.any")).isEqualTo("false");
    assertThat(CONFIG.getJetConfig().isEnabled()).isFalse();
  }

  @Test
  void installationsHaveNamesOfTheirOwnWhichDoNotTellTheKey() {
    byte[] other = new byte[32];
    other[31] = 1;

    assertThat(Members.KEY.clusterName())
        .startsWith("imas-")
        .hasSize(37)
        .isEqualTo(new ClusterKey(new byte[32]).clusterName())
        .isNotEqualTo(new ClusterKey(other).clusterName());
    assertThat(Members.KEY.identitySeed()).hasSize(32).isNotEqualTo(new byte[32]);
  }

  /** A member retries what it should, and no Java object is sent. */
  @Test
  void failuresTravelAsANameAndAText() {
    Data moving = members().toData(new PartitionMigratingException("moving"));

    assertThat(new String(moving.toByteArray(), StandardCharsets.ISO_8859_1))
        .doesNotContain("\u00ac\u00ed\u0000\u0005");
    assertThat((Object) members().toObject(moving))
        .isInstanceOf(PartitionMigratingException.class)
        .hasToString(new PartitionMigratingException("moving").toString());
    assertThat((Object) members().toObject(members().toData(new IllegalStateException("odd"))))
        .isExactlyInstanceOf(HazelcastException.class)
        .hasToString(new HazelcastException("java.lang.IllegalStateException: odd").toString());
    assertThat((Object) members().toObject(members().toData(new MovedAgain())))
        .isInstanceOf(RetryableHazelcastException.class);
  }

  /** As of an older or newer Hazelcast that this one does not know. */
  private static final class MovedAgain extends RetryableHazelcastException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void noJavaObjectIsMadeOfWhatArrives() {
    Data object =
        new DefaultSerializationServiceBuilder().build().toData(URI.create("http://imas.example"));

    assertThatThrownBy(() -> members().toObject(object))
        .hasRootCauseInstanceOf(SecurityException.class);
  }
}
