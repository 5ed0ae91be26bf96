package dev.imas.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Settings;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterConfigTest {

  private final Map<String, String> environment = new HashMap<>();
  private Settings settings = new Settings(Map.of(), new Properties());

  private Optional<ClusterConfig> read(String... pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      environment.put("IMAS_CLUSTER_" + pairs[i], pairs[i + 1]);
    }
    settings = new Settings(environment, new Properties());
    return ClusterConfig.read(settings);
  }

  @Test
  void withoutMembersNothingIsShared() {
    assertThat(read("HOST", "0.0.0.0", "PORT", "0")).isEmpty();
    assertThat(settings.faults()).isEmpty();
  }

  @Test
  void membersHaveTheUsualPortWhereTheyNameNone() {
    ClusterConfig read = read("MEMBERS", "core-1, 10.0.0.7:9000,[::1]:9001").orElseThrow();

    assertThat(settings.faults()).isEmpty();
    assertThat(read.members()).containsExactly("core-1:8095", "10.0.0.7:9000", "[::1]:9001");
    assertThat(read.host().isLoopbackAddress()).isTrue();
    assertThat(List.of(read.port(), read.busPort())).containsExactly(8095, 8096);
  }

  @ParameterizedTest
  @ValueSource(strings = {"core-1:0", "core-1:70000", "http://core-1", "core-1,,core-2", "::1"})
  void whatIsNoAddressIsNamed(String members) {
    read("MEMBERS", members);

    assertThat(settings.faults())
        .singleElement()
        .asString()
        .contains("cluster.members (IMAS_CLUSTER_MEMBERS) names '", "host:port");
  }

  @Test
  void aPortOfZeroIsRefusedSinceNobodyWouldFindIt() {
    read("MEMBERS", "core-1", "BUS_PORT", "0");

    assertThat(settings.faults()).singleElement().asString().contains("cluster.bus-port", "is 0");
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0,every address of this machine",
    "::,every address of this machine",
    "203.0.113.5,not an address of this machine",
    "203.0.113.0/24,no address",
    "no such name,expected an address",
    "10.0.0.0/99,expected an address"
  })
  void whereItMayNotListenIsSaid(String host, String why) {
    assertThat(read("MEMBERS", "core-1", "HOST", host)).isEmpty();

    assertThat(settings.faults())
        .singleElement()
        .asString()
        .contains("cluster.host (IMAS_CLUSTER_HOST)", why);
  }

  @Test
  void everyAddressIsTakenOnlyWithTwoMoreWords() {
    assertThat(read("MEMBERS", "core-1", "HOST", "0.0.0.0", "ALLOW_PUBLIC", "true")).isEmpty();
    assertThat(settings.faults()).singleElement().asString().contains("cluster.advertised-host");

    assertThat(read("ADVERTISED_HOST", "core-1.example")).isPresent();
    assertThat(settings.faults()).isEmpty();
  }

  @Test
  void aNetworkStandsForTheAddressThatIsInIt() {
    assertThat(read("MEMBERS", "core-1", "HOST", "127.0.0.0/8").orElseThrow().host())
        .satisfies(address -> assertThat(address.isLoopbackAddress()).isTrue());
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,true",
    "10.1.2.3,true",
    "172.31.0.1,true",
    "172.32.0.1,false",
    "192.168.1.1,true",
    "100.64.0.1,true",
    "8.8.8.8,false",
    "::1,true",
    "fd00::1,true",
    "fe80::1,true",
    "2001:db8::1,false"
  })
  void whatIsPrivate(String address, boolean isPrivate) throws Exception {
    assertThat(OwnAddress.isPrivate(InetAddress.getByName(address))).isEqualTo(isPrivate);
  }
}
