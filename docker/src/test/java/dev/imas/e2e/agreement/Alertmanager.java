package dev.imas.e2e.agreement;

import dev.imas.e2e.RealClients;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FreePort;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Debian's Alertmanager, which may be stopped and started again on its folder. */
final class Alertmanager {

  private final RealClients clients;
  private final int port = FreePort.next();
  private @Nullable Process process;
  private int starts;

  /**
   * @param clients end it, too
   */
  Alertmanager(RealClients clients) {
    this.clients = clients;
  }

  void start() {
    process =
        clients.start(
            "alertmanager-" + ++starts,
            List.of(
                "prometheus-alertmanager",
                "--config.file=alertmanager.yml",
                "--storage.path=am-data",
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address="));
    Await.until(
        "Alertmanager", () -> Http.status(URI.create(url("/-/ready"))), status -> status == 200);
  }

  /** Its silences and what it told are written at its end. */
  void stop() throws InterruptedException {
    Process running = process;
    if (running != null) {
      running.destroy();
      if (!running.waitFor(30, TimeUnit.SECONDS)) {
        throw new AssertionError("Alertmanager does not end");
      }
    }
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }
}
