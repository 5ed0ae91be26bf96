package dev.imas.core.launch;

import dev.imas.core.platform.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells of every port that cannot be had, before anything is started. */
final class PortCheck {

  private PortCheck() {}

  /**
   * @param ports by role name; 0 is always free
   * @return a line for each that is taken, by another program or twice by us
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
          } else if (!isFree(port)) {
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

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
