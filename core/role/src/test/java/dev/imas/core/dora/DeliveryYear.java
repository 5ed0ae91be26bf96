package dev.imas.core.dora;

import dev.imas.core.model.DeploymentState;
import dev.imas.core.model.EnvironmentTier;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A made-up year of services that deploy: with gaps in what was told, commits without a time,
 * rollbacks, failures, retries, two places of one environment, and incidents. The same seed gives
 * the same year.
 */
final class DeliveryYear {

  static final ZoneId ZONE = ZoneId.of("Europe/Paris");

  private static final int COMMITS_OF_A_PUSH = 26;

  final YearMonth first;
  final Instant from;
  final Instant to;
  final List<FinishedDeployment> deployments = new ArrayList<>();
  final List<PushRecord> pushes = new ArrayList<>();
  final List<CausedIncident> incidents = new ArrayList<>();

  private final Random random;

  /**
   * @param first its first month
   * @param services the services; the last repository belongs to none
   * @param deployments how many there are at least
   */
  DeliveryYear(YearMonth first, List<UUID> services, int deployments, int incidents, long seed) {
    this.first = first;
    this.from = first.atDay(1).atStartOfDay(ZONE).toInstant();
    this.to = first.plusYears(1).atDay(1).atStartOfDay(ZONE).toInstant();
    this.random = new Random(seed);
    int owners = services.size() + 1;
    for (int i = 0; i < owners; i++) {
      fill(i, i < services.size() ? services.get(i) : null, deployments / owners);
    }
    List<FinishedDeployment> production =
        this.deployments.stream().filter(one -> one.tier() == EnvironmentTier.PRODUCTION).toList();
    for (int i = 0; i < incidents; i++) {
      FinishedDeployment cause = production.get(random.nextInt(production.size()));
      Instant detected = cause.finishedAt().plusSeconds(random.nextInt(5_000) - 300L);
      this.incidents.add(
          new CausedIncident(
              cause.id(),
              id(),
              "INC-D" + i,
              detected,
              random.nextInt(10) == 0 ? null : detected.plusSeconds(60L + random.nextInt(20_000))));
    }
  }

  DoraFacts facts() {
    return new DoraFacts(deployments, pushes, incidents);
  }

  static String repository(int number) {
    return "acme/shop-" + number;
  }

  private UUID id() {
    return new UUID(
        random.nextLong() & ~0xf000L | 0x7000L, random.nextLong() & ~(1L << 62) | 1L << 63);
  }

  private String sha() {
    StringBuilder sha = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      sha.append(String.format(Locale.ROOT, "%08x", random.nextInt()));
    }
    return sha.toString();
  }

  /** A repository that is deployed again and again, mostly with what was pushed last. */
  private void fill(int number, @Nullable UUID service, int many) {
    String repository = repository(number);
    long step = Duration.between(from, to).toSeconds() / Math.max(1, many);
    Instant at = from.plusSeconds(random.nextInt(50_000));
    String head = sha();
    List<String> deployed = new ArrayList<>();
    Map<String, String> none = new HashMap<>();
    int made = 0;
    while (made < many && at.isBefore(to.minusSeconds(20_000))) {
      head = push(repository, head, at, random.nextInt(20) == 0);
      if (random.nextInt(4) == 0) {
        head = push(repository, head, at.plusSeconds(100), false);
      }
      Instant end = at.plusSeconds(600L + random.nextInt(3_000));
      boolean isOlder = deployed.size() > 2 && random.nextInt(12) == 0;
      String sha = isOlder ? deployed.get(deployed.size() - 2 - random.nextInt(2)) : head;
      // Some senders give commits in short.
      String given = number % 3 == 0 && !isOlder ? sha.substring(0, 12) : sha;
      String ref = ref();
      deploy(service, repository, "staging-1", "staging", given, ref, end.minusSeconds(500));
      made++;
      DeploymentState state = deploy(service, repository, "prod-eu", "prod", given, ref, end);
      made++;
      if (random.nextInt(3) > 0) {
        deploy(
            service,
            repository,
            "prod-us",
            "prod",
            given,
            ref,
            end.plusSeconds(random.nextInt(2_400)));
        made++;
      }
      if (state == DeploymentState.FAILURE && random.nextInt(2) == 0) {
        deploy(service, repository, "prod-eu", "prod", given, ref, end.plusSeconds(1_000));
        made++;
      }
      if (state == DeploymentState.SUCCESS && none.put(given, given) == null) {
        deployed.add(given);
      }
      at = at.plusSeconds(step + random.nextInt((int) step + 1));
    }
  }

  private String ref() {
    return switch (random.nextInt(25)) {
      case 0 -> "hotfix/mend";
      case 1 -> "refs/heads/hotfix/mend";
      case 2 -> "";
      default -> "main";
    };
  }

  private DeploymentState deploy(
      @Nullable UUID service,
      String repository,
      String place,
      String environment,
      String sha,
      String ref,
      Instant end) {
    int luck = random.nextInt(100);
    DeploymentState state =
        luck < 9
            ? DeploymentState.FAILURE
            : luck < 12 ? DeploymentState.ROLLED_BACK : DeploymentState.SUCCESS;
    deployments.add(
        new FinishedDeployment(
            id(),
            state,
            end,
            state == DeploymentState.ROLLED_BACK ? end.plusSeconds(random.nextInt(4_000)) : end,
            service,
            repository,
            "",
            place,
            environment,
            environment.equals("prod") ? EnvironmentTier.PRODUCTION : EnvironmentTier.STAGING,
            random.nextInt(60) == 0 ? "" : sha,
            "",
            ref,
            null));
    return state;
  }

  /**
   * @param isLost whether nobody tells it
   * @return the commit that it ends with
   */
  private String push(String repository, String before, Instant at, boolean isLost) {
    String after = sha();
    int commits = 1 + random.nextInt(2 * COMMITS_OF_A_PUSH);
    long[] committed = new long[commits];
    for (int i = 0; i < commits; i++) {
      committed[i] =
          switch (random.nextInt(40)) {
            case 0 -> PushRecord.UNKNOWN;
            case 1 -> at.plusSeconds(90_000).toEpochMilli();
            default -> at.minusSeconds(random.nextInt(900_000)).toEpochMilli();
          };
    }
    if (!isLost) {
      PushRecord push =
          new PushRecord(
              id(),
              repository,
              "",
              before,
              after,
              at,
              commits + (random.nextInt(30) == 0 ? 25 : 0),
              committed);
      pushes.add(push);
      if (random.nextInt(50) == 0) {
        // A second source tells the same.
        pushes.add(
            new PushRecord(
                id(), repository, "", before, after, at.plusSeconds(1), push.total(), committed));
      }
    }
    return after;
  }
}
