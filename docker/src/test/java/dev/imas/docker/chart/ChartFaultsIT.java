package dev.imas.docker.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults that were put in on purpose: in values, which Helm must refuse, and in manifests. */
class ChartFaultsIT {

  private static final RenderedChart SOUND =
      RenderedChart.of("monitoring: { serviceMonitor: { enabled: true } }");

  @SuppressWarnings("unused") // a source of arguments
  private static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of("gatway: { replicas: 3 }", "gatway"),
        Arguments.of("gateway: { replica: 3 }", "replica"),
        Arguments.of("gateway: { replicas: two }", "replicas"),
        Arguments.of("core: { replicas: 0 }", "replicas"),
        Arguments.of("core: { resources: { limits: { memory: 512Mb } } }", "memory"),
        Arguments.of("core: { resources: { limits: { cpu: 1 core } } }", "cpu"),
        Arguments.of("image: { digest: 'sha256:abc' }", "digest"),
        Arguments.of("image: { pullPolicy: always }", "pullPolicy"),
        Arguments.of("settings: { smtp.password: hunter2 }", "smtp.password"),
        Arguments.of("settings: { Smtp Host: mail }", "Smtp Host"),
        Arguments.of("settings: { cluster.members: a }", "cluster.members"),
        Arguments.of("secretSettings: { smtp.password: hunter2 }", "secretSettings"),
        Arguments.of("secrets: { encryptionKey: c2VjcmV0 }", "encryptionKey"),
        Arguments.of("secrets: { database: { url: 'postgresql://a:b@c/d' } }", "url"),
        Arguments.of("publicUrl: 'https://user:password@imas.example.org'", "publicUrl"),
        Arguments.of("ingress: { enabled: true, tlsSecret: tls }", "ingress"),
        Arguments.of("stopDelaySeconds: 3600", "stopDelaySeconds"),
        Arguments.of("trustedProxies: [everybody]", "trustedProxies"),
        Arguments.of("networkPolicy: { gatewayFrom: [{ podSelectors: {} }] }", "gatewayFrom"),
        Arguments.of("restoreDrill: { enabled: true, schedule: monthly }", "schedule"),
        Arguments.of(
            "restoreDrill: { enabled: true, copy: { name: imas-database, key: owner } }",
            "the database itself"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void helmRefusesValuesWith(String values, String named) {
    String refusal = "";
    try {
      RenderedChart.of(values);
    } catch (IllegalStateException e) {
      refusal = String.valueOf(e.getMessage());
    }

    assertThat(refusal).contains(named);
  }

  private static Arguments fault(
      String kind, String end, String at, Consumer<ObjectNode> change, String named) {
    return Arguments.of(kind, end, at, change, named);
  }

  private static final String POD = "/spec/template/spec";
  private static final String CONTAINER = POD + "/containers/0";

  @SuppressWarnings("unused") // a source of arguments
  private static Stream<Arguments> manifests() {
    return Stream.concat(typeFaults(), ruleFaults());
  }

  private static Stream<Arguments> typeFaults() {
    return Stream.of(
        fault("Deployment", "core", CONTAINER, o -> o.put("imagePulPolicy", "Always"), "imagePul"),
        fault("Deployment", "core", "/spec", o -> o.put("replicas", "two"), "two"),
        fault(
            "Deployment",
            "core",
            CONTAINER + "/resources/limits",
            o -> o.put("memory", "512Mb"),
            "suffix"),
        fault("Deployment", "core", "/spec", o -> o.remove("selector"), "selector"),
        fault("Deployment", "core", CONTAINER, o -> o.remove("name"), "name"),
        fault("Service", "core", "/spec", o -> o.put("ports", "8090"), "JsonArray"),
        fault("NetworkPolicy", "core", "/spec", o -> o.put("ingres", true), "ingres"),
        fault("ServiceMonitor", "core", "/spec", o -> o.put("endpoint", true), "endpoint"));
  }

  private static Stream<Arguments> ruleFaults() {
    return Stream.of(
        fault("Deployment", "core", POD + "/securityContext", o -> o.put("runAsUser", 0), "1000"),
        fault(
            "Deployment",
            "core",
            POD + "/securityContext",
            o -> o.remove("runAsNonRoot"),
            "may run as root"),
        fault(
            "Deployment",
            "core",
            CONTAINER + "/securityContext",
            o -> o.put("readOnlyRootFilesystem", false),
            "may write its root"),
        fault(
            "Deployment",
            "core",
            CONTAINER + "/securityContext",
            o -> o.put("allowPrivilegeEscalation", true),
            "may gain privileges"),
        fault(
            "Job",
            "",
            CONTAINER + "/securityContext/capabilities",
            o -> o.putArray("add").add("NET_ADMIN"),
            "keeps capabilities"),
        fault("Job", "", CONTAINER + "/resources", o -> o.remove("limits"), "has no limits"),
        fault(
            "Deployment",
            "core",
            CONTAINER,
            o -> o.remove("livenessProbe"),
            "has no livenessProbe"),
        fault(
            "Deployment",
            "core",
            CONTAINER + "/readinessProbe/httpGet",
            o -> o.put("port", "api"),
            "has no port for its readinessProbe"),
        fault(
            "Deployment",
            "core",
            CONTAINER + "/env/6",
            o -> o.put("value", "postgresql://imas:hunter2@db/imas"),
            "holds a password"),
        fault(
            "Deployment",
            "core",
            CONTAINER + "/env/7",
            o -> o.put("value", "c2VjcmV0"),
            "holds a secret in plain"),
        fault("Service", "core", "", o -> o.put("kind", "Secret"), "holds secrets"),
        fault("PodDisruptionBudget", "core", "/spec", o -> o.put("minAvailable", 2), "let exactly"),
        fault("Deployment", "core", CONTAINER, o -> o.put("image", "imas:latest"), "may change"),
        fault(
            "Deployment",
            "core",
            "/spec/selector/matchLabels",
            o -> o.put("app.kubernetes.io/component", "kern"),
            "does not select its own pods"),
        fault(
            "Service",
            "core",
            "/spec/selector",
            o -> o.put("app.kubernetes.io/component", "kern"),
            "selects no pods"),
        fault(
            "Service",
            "core",
            "/spec",
            o -> ((ObjectNode) o.at("/ports/0")).put("targetPort", "api"),
            "names a port that its pods lack"),
        fault(
            "Deployment",
            "core",
            POD,
            o -> o.put("terminationGracePeriodSeconds", 30),
            "killed before it has stopped"),
        fault("Deployment", "core", POD, o -> o.remove("enableServiceLinks"), "variables of"),
        fault(
            "Deployment",
            "core",
            POD,
            o -> o.remove("automountServiceAccountToken"),
            "a token of the cluster"),
        fault(
            "Deployment",
            "core",
            POD + "/topologySpreadConstraints/0",
            o -> o.put("whenUnsatisfiable", "DoNotSchedule"),
            "too few nodes"),
        fault(
            "Deployment",
            "core",
            CONTAINER,
            o -> ((ArrayNode) o.path("env")).addObject().put("name", "IMAS_LOG_FORMAT"),
            "has a variable twice"));
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void manifestsAreRefusedWith(
      String kind, String end, String at, Consumer<ObjectNode> change, String named) {
    JsonNode sound =
        SOUND.all(kind).size() == 1 ? SOUND.all(kind).getFirst() : SOUND.the(kind, end);
    JsonNode changed = sound.deepCopy();
    change.accept((ObjectNode) changed.at(at));
    List<JsonNode> documents = new ArrayList<>(SOUND.documents());
    documents.replaceAll(one -> one == sound ? changed : one);
    RenderedChart chart = new RenderedChart(documents, "");

    List<String> faults = new ArrayList<>(PodRules.faults(chart));
    documents.forEach(one -> faults.addAll(KubernetesTypes.faults(one)));

    assertThat(String.join("\n", faults)).contains(named);
  }

  @Test
  void withoutAFaultNothingIsRefused() {
    assertThat(PodRules.faults(SOUND)).isEmpty();
  }
}
