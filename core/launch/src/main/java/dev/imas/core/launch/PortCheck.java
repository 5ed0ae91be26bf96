package dev.imas.core.launch;

import dev.imas.core.cluster.ClusterConfig;
import dev.imas.core.platform.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reports every port that is not available, before anything is started. */
final class PortCheck {

  private PortCheck() {}

  /**
   * @param ports the ports by role name; 0 is always free
   * @return one line for each port that is taken, by another program or by two settings
   */
  static List<String> faults(Map<String, Integer> ports) {
    List<String> faults = new ArrayList<>();
    Map<Integer, String> taken = new HashMap<>();
    ports.forEach(
        (role, port) -> {
          if (port == 0) {
            return;
          }
          String variable = Settings.environmentName(role + ".port");
          String other = taken.putIfAbsent(port, role);
          if (other != null) {
            faults.add(
                "port "
                    + port
                    + " is configured for "
                    + other
                    + " and for "
                    + role
                    + "; set "
                    + variable
                    + " to another one");
          } else if (!isFree(new InetSocketAddress(port))) {
            faults.add(
                "port "
                    + port
                    + " of "
                    + role
                    + " is taken by another program; set "
                    + variable
                    + " to another one");
          }
        });
    return faults;
  }

  /** The same for the two ports between processes, on their own address. */
  static List<String> faults(ClusterConfig cluster, Map<String, Integer> ofRoles) {
    List<String> faults = new ArrayList<>();
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put("cluster.port", cluster.port());
    ports.put("cluster.bus-port", cluster.busPort());
    ports.forEach(
        (key, port) -> {
          String what = "port " + port + " of " + key;
          String to = "; set " + Settings.environmentName(key) + " to another one";
          if (ofRoles.containsValue(port)
              || (key.equals("cluster.bus-port") && port == cluster.port())) {
            faults.add(what + " is configured twice" + to);
          } else if (!isFree(new InetSocketAddress(cluster.host(), port))) {
            faults.add(what + " is taken by another program" + to);
          }
        });
    return faults;
  }

  private static boolean isFree(InetSocketAddress address) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
