package dev.imas.core.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.cluster.ClusterConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PortCheckTest {

  private static List<String> faults(int port, int busPort, Map<String, Integer> ofRoles) {
    return PortCheck.faults(
        new ClusterConfig(
            List.of("core-1:8095"),
            InetAddress.getLoopbackAddress(),
            port,
            busPort,
            new ClusterConfig.Advertised(null, OptionalInt.empty(), OptionalInt.empty())),
        ofRoles);
  }

  @Test
  void portsBetweenProcessesThatAreTakenAreNamedWithTheirVariables() throws IOException {
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(faults(one.getLocalPort(), other.getLocalPort(), Map.of()))
          .containsExactly(
              "port "
                  + one.getLocalPort()
                  + " of cluster.port is taken by another program; set IMAS_CLUSTER_PORT to"
                  + " another one",
              "port "
                  + other.getLocalPort()
                  + " of cluster.bus-port is taken by another program; set"
                  + " IMAS_CLUSTER_BUS_PORT to another one");
    }
  }

  @Test
  void theSamePortForTwoThingsIsRefused() {
    assertThat(faults(8090, 8090, Map.of("core", 8090)))
        .hasSize(2)
        .allSatisfy(fault -> assertThat(fault).contains("is configured twice"));
  }
}
