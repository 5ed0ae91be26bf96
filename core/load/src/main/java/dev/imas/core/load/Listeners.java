package dev.imas.core.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the processes of this machine that serve a port, and the processes whose ports these are
 * connected to. So a database on the same machine is found, too. It reads {@code /proc}, as far as
 * this user may.
 */
final class Listeners {

  private static final Path PROC = Path.of("/proc");
  private static final String LISTENING = "0A";
  private static final String ESTABLISHED = "01";

  private record Socket(int localPort, int remotePort, String inode) {}

  private final List<Socket> listening = new ArrayList<>();
  private final List<Socket> connected = new ArrayList<>();

  private Listeners() {}

  static Listeners find() {
    Listeners found = new Listeners();
    found.read(PROC.resolve("net/tcp"));
    found.read(PROC.resolve("net/tcp6"));
    return found;
  }

  /** {@code sl local remote state tx:rx tr:when retrnsmt uid timeout inode …}. */
  private void read(Path table) {
    try {
      for (String line : Files.readAllLines(table)) {
        String[] words = line.strip().split("\\s+");
        if (words.length < 10 || words[0].equals("sl")) {
          continue;
        }
        Socket socket = new Socket(port(words[1]), port(words[2]), words[9]);
        if (words[3].equals(LISTENING)) {
          listening.add(socket);
        } else if (words[3].equals(ESTABLISHED)) {
          connected.add(socket);
        }
      }
    } catch (IOException | RuntimeException notThere) {
      // On another system, or if it is not readable, nothing is found.
    }
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
  }

  /** The processes that listen at the port, and those that listen where these are connected to. */
  Set<Long> withServersOf(int port) {
    Map<String, Long> owners = owners();
    Set<Long> servers = owning(owners, port);
    Set<Long> all = new HashSet<>(servers);
    for (Socket socket : connected) {
      Long owner = owners.get(socket.inode);
      if (owner != null && servers.contains(owner) && socket.localPort != port) {
        all.addAll(owning(owners, socket.remotePort));
      }
    }
    return all;
  }

  private Set<Long> owning(Map<String, Long> owners, int port) {
    Set<Long> pids = new HashSet<>();
    for (Socket socket : listening) {
      Long owner = owners.get(socket.inode);
      if (socket.localPort == port && owner != null) {
        pids.add(owner);
      }
    }
    return pids;
  }

  /** The process of each socket, by the socket's inode. */
  private static Map<String, Long> owners() {
    Map<String, Long> owners = new HashMap<>();
    try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        addSockets(process, owners);
      }
    } catch (IOException | RuntimeException notThere) {
      // Then nothing is found.
    }
    return owners;
  }

  private static void addSockets(Path process, Map<String, Long> owners) {
    long pid = Long.parseLong(process.getFileName().toString());
    try (var files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : files) {
        String to = Files.readSymbolicLink(file).toString();
        if (to.startsWith("socket:[")) {
          owners.merge(to.substring(8, to.length() - 1), pid, Math::min);
        }
      }
    } catch (IOException | RuntimeException goneOrNotOurs) {
      // It is a process of another user, or one that has ended.
    }
  }
}
