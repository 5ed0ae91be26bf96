package dev.imas.docker.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What IMAS asks of its own manifests beyond what Kubernetes would take: nothing runs as root,
 * nothing is unbounded, no secret lies in them, and what belongs together fits.
 */
final class PodRules {

  private static final Pattern SECRET_NAME =
      Pattern.compile("(PASSWORD|SECRET|TOKEN|[A-Z]_KEY|DATABASE_URL|REDIS_URL)$");
  private static final Pattern SECRET_VALUE = Pattern.compile("://[^/@\\s]+:[^/@\\s]+@");
  private static final int STOP_SECONDS = 20;

  private final RenderedChart chart;
  private final List<String> faults = new ArrayList<>();

  private PodRules(RenderedChart chart) {
    this.chart = chart;
  }

  static List<String> faults(RenderedChart chart) {
    PodRules rules = new PodRules(chart);
    rules.check();
    return List.copyOf(rules.faults);
  }

  private void check() {
    for (JsonNode document : chart.documents()) {
      String name = document.path("kind").asText() + " " + document.at("/metadata/name").asText();
      require(!document.path("kind").asText().equals("Secret"), name + " holds secrets");
      require(!SECRET_VALUE.matcher(document.toString()).find(), name + " holds a password");
      JsonNode template = template(document);
      if (!template.isMissingNode()) {
        pod(name, template.path("spec"), template.at("/metadata/labels"));
      }
    }
    chart.all("Deployment").forEach(this::deployment);
    chart.all("Service").forEach(this::service);
    chart.all("PodDisruptionBudget").forEach(this::budget);
    chart.all("NetworkPolicy").forEach(this::networkPolicy);
  }

  private static JsonNode template(JsonNode document) {
    return document.path("kind").asText().equals("CronJob")
        ? document.at("/spec/jobTemplate/spec/template")
        : document.at("/spec/template");
  }

  private void pod(String name, JsonNode spec, JsonNode labels) {
    JsonNode security = spec.path("securityContext");
    require(security.path("runAsNonRoot").asBoolean(), name + " may run as root");
    require(security.path("runAsUser").asInt() == 1000, name + " does not run as user 1000");
    require(security.path("fsGroup").asInt() == 1000, name + " cannot read its volumes");
    require(
        security.at("/seccompProfile/type").asText().equals("RuntimeDefault"),
        name + " has no seccomp profile");
    require(!spec.path("enableServiceLinks").asBoolean(true), name + " gets variables of Services");
    require(
        !spec.path("automountServiceAccountToken").asBoolean(true),
        name + " gets a token of the cluster");
    require(
        !spec.has("hostNetwork") && !spec.has("hostPID"), name + " is in the node's namespaces");
    require(labels.has("app.kubernetes.io/component"), name + " has no component");
    containers(spec).forEach(one -> container(name + "/" + one.path("name").asText(), one));
    for (JsonNode volume : spec.path("volumes")) {
      require(!volume.has("hostPath"), name + " mounts a folder of its node");
      if (volume.has("emptyDir")) {
        require(volume.at("/emptyDir").has("sizeLimit"), name + " has a folder without a bound");
      }
    }
  }

  private void container(String name, JsonNode container) {
    JsonNode security = container.path("securityContext");
    require(security.path("readOnlyRootFilesystem").asBoolean(), name + " may write its root");
    require(
        !security.path("allowPrivilegeEscalation").asBoolean(true), name + " may gain privileges");
    require(!security.path("privileged").asBoolean(), name + " is privileged");
    require(security.path("runAsUser").asInt(1000) == 1000, name + " does not run as user 1000");
    require(
        security.at("/capabilities/drop/0").asText().equals("ALL")
            && !security.path("capabilities").has("add"),
        name + " keeps capabilities");
    for (String bound : List.of("requests", "limits")) {
      JsonNode resources = container.path("resources").path(bound);
      require(resources.has("cpu") && resources.has("memory"), name + " has no " + bound);
    }
    String image = container.path("image").asText();
    require(
        image.contains("@sha256:") || image.matches(".*:[^/:]+") && !image.endsWith(":latest"),
        name + " runs an image that may change: " + image);
    for (JsonNode variable : container.path("env")) {
      require(
          !variable.has("value")
              || !SECRET_NAME.matcher(variable.path("name").asText()).find()
              || variable.path("value").asText().startsWith("/"),
          name + " holds a secret in plain: " + variable.path("name").asText());
    }
    long names = values(container.path("env"), "name").distinct().count();
    require(names == container.path("env").size(), name + " has a variable twice");
  }

  private void deployment(JsonNode deployment) {
    String name = deployment.at("/metadata/name").asText();
    JsonNode pod = deployment.at("/spec/template");
    JsonNode container = pod.at("/spec/containers/0");
    for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
      JsonNode http = container.path(probe).path("httpGet");
      require(http.path("path").asText().startsWith("/health/"), name + " has no " + probe);
      require(
          values(container.path("ports"), "name").anyMatch(http.path("port").asText()::equals),
          name + " has no port for its " + probe);
    }
    require(
        fits(deployment.at("/spec/selector/matchLabels"), pod.at("/metadata/labels")),
        name + " does not select its own pods");
    for (JsonNode spread : pod.at("/spec/topologySpreadConstraints")) {
      require(
          spread.path("whenUnsatisfiable").asText().equals("ScheduleAnyway"),
          name + " would not run on too few nodes");
    }
    require(pod.at("/spec/topologySpreadConstraints").size() == 2, name + " is not spread");
    require(
        deployment.at("/spec/strategy/rollingUpdate/maxUnavailable").asInt(1) == 0,
        name + " has fewer pods during a rollout");
    String delay =
        StreamSupport.stream(container.path("env").spliterator(), false)
            .filter(one -> one.path("name").asText().equals("IMAS_STOP_DELAY"))
            .map(one -> one.path("value").asText().replace("s", ""))
            .findFirst()
            .orElse("0");
    require(
        pod.at("/spec/terminationGracePeriodSeconds").asInt()
            > Integer.parseInt(delay) + STOP_SECONDS,
        name + " is killed before it has stopped");
  }

  private void service(JsonNode service) {
    String name = service.at("/metadata/name").asText();
    List<JsonNode> selected =
        chart.all("Deployment").stream()
            .map(one -> one.at("/spec/template"))
            .filter(one -> fits(service.at("/spec/selector"), one.at("/metadata/labels")))
            .toList();
    require(!selected.isEmpty(), name + " selects no pods");
    for (JsonNode port : service.at("/spec/ports")) {
      for (JsonNode pod : selected) {
        require(
            values(pod.at("/spec/containers/0/ports"), "name")
                .anyMatch(port.path("targetPort").asText()::equals),
            name + " names a port that its pods lack: " + port.path("targetPort").asText());
      }
    }
  }

  private void budget(JsonNode budget) {
    String name = budget.at("/metadata/name").asText();
    int least = budget.at("/spec/minAvailable").asInt(-1);
    List<Integer> pods =
        chart.all("Deployment").stream()
            .filter(
                one ->
                    fits(
                        budget.at("/spec/selector/matchLabels"),
                        one.at("/spec/template/metadata/labels")))
            .map(this::replicas)
            .toList();
    require(pods.size() == 1, name + " is not of one deployment");
    pods.forEach(n -> require(least == n - 1, name + " does not let exactly one pod go"));
  }

  /** How many there are at least. */
  private int replicas(JsonNode deployment) {
    return chart.all("HorizontalPodAutoscaler").stream()
        .filter(one -> one.at("/spec/scaleTargetRef/name").equals(deployment.at("/metadata/name")))
        .map(one -> one.at("/spec/minReplicas").asInt())
        .findFirst()
        .orElse(deployment.at("/spec/replicas").asInt());
  }

  private void networkPolicy(JsonNode policy) {
    String name = policy.at("/metadata/name").asText();
    require(policy.at("/spec/policyTypes").size() == 2, name + " leaves a direction open");
    require(!policy.at("/spec/podSelector/matchLabels").isEmpty(), name + " selects all pods");
  }

  private static Stream<JsonNode> containers(JsonNode spec) {
    return Stream.of("initContainers", "containers")
        .flatMap(kind -> StreamSupport.stream(spec.path(kind).spliterator(), false));
  }

  private static Stream<String> values(JsonNode list, String member) {
    return StreamSupport.stream(list.spliterator(), false).map(one -> one.path(member).asText());
  }

  private static boolean fits(JsonNode selector, JsonNode labels) {
    return !selector.isEmpty()
        && selector.properties().stream()
            .allMatch(one -> one.getValue().equals(labels.path(one.getKey())));
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      faults.add(otherwise);
    }
  }
}
