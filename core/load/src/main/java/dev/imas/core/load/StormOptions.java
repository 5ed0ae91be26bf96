package dev.imas.core.load;

import dev.imas.core.load.LoadPlan.Target;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code imas storm}, and the plan that they make together. */
public final class StormOptions {

  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(2);
  private static final String MAX = "max";

  /** A label with two digits distinguishes the senders. */
  private static final int MOST_SENDERS = 100;

  private static final String URL = "http://localhost:8080";

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      defaultValue = "imas",
      description = "The server to post to: imas, alertmanager or floor. Default: ${DEFAULT-VALUE}")
  private String target = "";

  @Option(
      names = "--floor",
      description =
          "Same as --target floor: a bare Vert.x server that this tool starts. It reads the "
              + "body and answers 202.")
  private boolean floor;

  @Option(
      names = {"--url", "--gateway"},
      paramLabel = "URL",
      defaultValue = URL,
      description =
          "The URL to post to. Default: $$IMAS_GATEWAY_URL, else the gateway's port on this"
              + " machine: ${DEFAULT-VALUE}")
  private URI url = URI.create(URL);

  @Option(
      names = "--core",
      paramLabel = "URL",
      defaultValue = "http://localhost:8090",
      description =
          "The API to read the result from. Default: $$IMAS_URL, else core's port on this machine:"
              + " ${DEFAULT-VALUE}")
  private URI core = URI.create(URL);

  @Option(
      names = "--key",
      paramLabel = "KEY[@RATE]",
      defaultValue = "${env:IMAS_BOOTSTRAP_SOURCE_KEY}",
      showDefaultValue = Visibility.NEVER,
      description =
          "A source key; repeatable for more senders, of one tenant or several. The rates say "
              + "how the load is shared. Without --rate, their sum is the rate. Default:"
              + " $$IMAS_SOURCE_KEY, else $$IMAS_BOOTSTRAP_SOURCE_KEY")
  private List<String> keys = List.of();

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      defaultValue = "${env:IMAS_BOOTSTRAP_ADMIN_TOKEN}",
      showDefaultValue = Visibility.NEVER,
      description =
          "An API token of the role viewer for the tenant of the keys. If the keys belong to "
              + "several tenants, give one token per key, in the same order. Default: "
              + "$$IMAS_TOKEN, else $$IMAS_BOOTSTRAP_ADMIN_TOKEN")
  private List<String> tokens = List.of();

  @Option(
      names = "--no-check",
      description = "Do not compare the ledger and the stored alerts with what was sent.")
  private boolean unchecked;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Posts per second over all keys, on schedule (open loop). max: each connection "
              + "posts as soon as its last post is answered. Default: the sum of the keys' "
              + "rates; without these, max")
  private @Nullable String rate;

  @Option(
      names = "--search",
      description = "Search for the highest rate on schedule whose 99th percentile is below --p99.")
  private boolean search;

  @Option(
      names = "--p99",
      paramLabel = "TIME",
      defaultValue = "10ms",
      converter = TimeSpan.class,
      description = "Default: ${DEFAULT-VALUE}")
  private Duration p99 = Duration.ZERO;

  @Option(
      names = "--warmup",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description =
          "How long to post before the measurement. Default: 5s; with --beside, 15s "
              + "per target")
  private @Nullable Duration warmup;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "20s",
      converter = TimeSpan.class,
      description = "How long each measurement takes. Default: ${DEFAULT-VALUE}")
  private Duration duration = Duration.ZERO;

  @Option(
      names = "--ramp",
      paramLabel = "TIME",
      defaultValue = "0s",
      converter = TimeSpan.class,
      description = "How long the rate rises at the start of --duration. Default: ${DEFAULT-VALUE}")
  private Duration ramp = Duration.ZERO;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = TimeSpan.class,
      description = "The timeout of one request. Default: ${DEFAULT-VALUE}")
  private Duration timeout = Duration.ZERO;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "256",
      description =
          "The number of connections, each with one request at a time. Default: "
              + "${DEFAULT-VALUE}")
  private int connections;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "The event loops of the generator. Default: ${DEFAULT-VALUE}")
  private int threads;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "The seed of the random choices: which alert recovers when, and the values. "
              + "Default: generated and printed")
  private @Nullable Long seed;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also write the result as JSON to this file.")
  private @Nullable Path json;

  @Mixin private ShapeOptions shape = new ShapeOptions();
  @Mixin private BesideOptions beside = new BesideOptions();

  /**
   * @param tls whom to trust over https
   * @throws StormFailure with one line for each thing that is wrong
   */
  public LoadPlan plan(SSLContext tls) {
    OptionFaults faults = new OptionFaults();
    Target to = floor ? Target.FLOOR : faults.read("--target", () -> target(target), Target.IMAS);
    Endpoint endpoint =
        faults.read("--url", () -> Endpoint.of(url), new Endpoint("localhost", 1, ""));
    faults.read("--core", () -> Endpoint.of(core), endpoint);
    List<LoadSender> senders = senders(to, faults);
    List<String> readers =
        to == Target.IMAS && !unchecked ? tokens(senders.size(), faults) : List.of();
    faults.within("--connections", connections, senders.size(), 10_000);
    faults.within("--threads", threads, 1, Math.min(64, Math.max(1, connections)));
    faults.within("--duration", duration, Duration.ofMillis(100), Duration.ofHours(24));
    faults.within("--ramp", ramp, Duration.ZERO, duration);
    faults.within("--timeout", timeout, Duration.ofMillis(10), LONGEST_TIMEOUT);
    faults.within("--p99", p99, Duration.ofNanos(100_000), LONGEST_TIMEOUT);
    Duration warm = warmup == null ? Duration.ofSeconds(beside.isWanted() ? 15 : 5) : warmup;
    faults.within("--warmup", warm, Duration.ZERO, Duration.ofHours(1));
    LoadShape load = shape.read(to, senders, connections, faults);
    LoadPlan.Mode mode = mode(senders, faults);
    if (search && beside.isWanted()) {
      faults.add("--search and --beside exclude each other");
    }
    LoadPlan.Beside others = beside.read(to, faults);
    faults.throwIfAny();
    return new LoadPlan(
        to,
        endpoint,
        core,
        senders,
        readers,
        mode,
        warm,
        duration,
        ramp,
        new LoadGenerator.Settings(connections, threads, timeout, tls),
        load,
        seed == null ? System.nanoTime() & 0xFFFF_FFFFL : seed,
        beside.floorLoops(),
        others,
        json);
  }

  static Target target(String word) {
    try {
      return Target.valueOf(word.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + word + "' is not one of imas, alertmanager, floor", e);
    }
  }

  private List<LoadSender> senders(Target to, OptionFaults faults) {
    List<LoadSender> senders = new ArrayList<>();
    for (String key : keys) {
      if (!key.isBlank()) {
        LoadSender sender =
            faults.read("--key", () -> LoadSender.parse(key), new LoadSender(null, 1));
        senders.add(to == Target.IMAS ? sender : new LoadSender(null, sender.weight()));
      }
    }
    if (senders.size() > MOST_SENDERS) {
      faults.add(
          "--key is given "
              + senders.size()
              + " times; expected "
              + MOST_SENDERS
              + " "
              + "at most");
    }
    if (senders.isEmpty()) {
      if (to == Target.IMAS) {
        faults.add("--key is missing; give it, or set IMAS_BOOTSTRAP_SOURCE_KEY");
      }
      senders.add(new LoadSender(null, 1));
    }
    return senders;
  }

  /** One token for each sender. */
  private List<String> tokens(int senders, OptionFaults faults) {
    List<String> given = tokens.stream().filter(t -> !t.isBlank()).toList();
    if (given.isEmpty()) {
      faults.add(
          "--token is missing; give it, set IMAS_BOOTSTRAP_ADMIN_TOKEN, or skip the check "
              + "with --no-check");
    } else if (given.size() != 1 && given.size() != senders) {
      faults.add(
          "--token is given "
              + given.size()
              + " times; expected one for all keys, or one for each of the "
              + senders);
    }
    return given.size() == 1 ? Collections.nCopies(senders, given.getFirst()) : given;
  }

  private LoadPlan.Mode mode(List<LoadSender> senders, OptionFaults faults) {
    String wanted = rate;
    if (search) {
      if (wanted != null) {
        faults.add("--search and --rate exclude each other");
      }
      return new LoadPlan.Mode.Search(p99);
    }
    if (wanted == null) {
      boolean rated = keys.stream().anyMatch(key -> key.contains("@"));
      return rated
          ? new LoadPlan.Mode.OpenLoop(senders.stream().mapToDouble(LoadSender::weight).sum())
          : new LoadPlan.Mode.Saturation();
    }
    if (wanted.equals(MAX)) {
      return new LoadPlan.Mode.Saturation();
    }
    double perSecond = faults.read("--rate", () -> Double.parseDouble(wanted), Double.NaN);
    if (!(perSecond >= 0.1 && perSecond <= 10_000_000)) {
      faults.add("--rate is '" + wanted + "'; expected max, or 0.1 to 10000000");
      return new LoadPlan.Mode.Saturation();
    }
    return new LoadPlan.Mode.OpenLoop(perSecond);
  }
}
