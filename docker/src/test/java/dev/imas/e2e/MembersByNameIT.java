package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.FreePort;
import dev.imas.fixtures.database.TestDatabase;
import dev.imas.fixtures.database.TestPostgres;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * As on Kubernetes: {@code cluster.members} is one name for all processes, whose addresses come and
 * go.
 */
class MembersByNameIT {

  private static final String NAME = "members.imas.test";

  @Test
  void processesThatOneNameLeadsToFindEachOtherOnceItDoes() throws IOException {
    String away = privateAddress().orElse("");
    assumeTrue(!away.isEmpty(), "this machine has no private address beside its loopback");
    Path folder = TestPostgres.newFolder();
    Path one = names(folder.resolve("one"), "127.0.0.1");
    Path other = names(folder.resolve("other"), away);
    int port = FreePort.next();
    int busPort = FreePort.next();
    try (TestDatabase database = TestDatabase.create();
        ImasProcess core =
            process(folder.resolve("a"), database, one, "127.0.0.1", port, busPort, "core");
        ImasProcess gateway =
            process(folder.resolve("b"), database, other, away, port, busPort, "gateway")) {
      core.start();
      gateway.start();
      assertThat(members(core)).isEqualTo("1.0");

      names(one, "127.0.0.1", away);
      names(other, away, "127.0.0.1");

      Await.until("the other member", Duration.ofSeconds(180), () -> members(core), "2.0"::equals);
    }
    TestPostgres.delete(folder);
  }

  private static Optional<String> privateAddress() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && address.isSiteLocalAddress())
        .map(InetAddress::getHostAddress)
        .findFirst();
  }

  private static ImasProcess process(
      Path folder,
      TestDatabase database,
      Path names,
      String address,
      int port,
      int busPort,
      String role)
      throws IOException {
    return new ImasProcess(
        Files.createDirectories(folder),
        Map.of(
            "IMAS_DATABASE_URL",
            database.config().url().reveal(),
            "IMAS_ENCRYPTION_KEY",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            "IMAS_CLUSTER_MEMBERS",
            NAME + ":" + port,
            "IMAS_CLUSTER_HOST",
            address,
            "IMAS_CLUSTER_PORT",
            Integer.toString(port),
            "IMAS_CLUSTER_BUS_PORT",
            Integer.toString(busPort)),
        // In place of the resolver of this machine, and of half a minute in which Java keeps what
        // it said.
        List.of("-Djdk.net.hosts.file=" + names, "-Dsun.net.inetaddr.ttl=1"),
        role);
  }

  private static Path names(Path file, String... members) throws IOException {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "127.0.0.1 localhost", "127.0.0.1 " + InetAddress.getLocalHost().getHostName()));
    for (String member : members) {
      lines.add(member + " " + NAME);
    }
    return Files.write(file, lines);
  }

  private static String members(ImasProcess imas) {
    return imas.metrics()
        .lines()
        .filter(line -> line.startsWith("imas_bus_members"))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .findFirst()
        .orElse("");
  }
}
