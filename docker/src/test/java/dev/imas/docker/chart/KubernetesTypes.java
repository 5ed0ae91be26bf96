package dev.imas.docker.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.JSON;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether a document is one that Kubernetes would take. Its Java client checks in two halves, and
 * each misses what the other finds: names and required members, and types with quantities.
 */
final class KubernetesTypes {

  private static final Map<String, String> TYPES =
      Map.of(
          "v1 Service", "V1Service",
          "apps/v1 Deployment", "V1Deployment",
          "batch/v1 Job", "V1Job",
          "batch/v1 CronJob", "V1CronJob",
          "policy/v1 PodDisruptionBudget", "V1PodDisruptionBudget",
          "autoscaling/v2 HorizontalPodAutoscaler", "V2HorizontalPodAutoscaler",
          "networking.k8s.io/v1 NetworkPolicy", "V1NetworkPolicy",
          "networking.k8s.io/v1 Ingress", "V1Ingress");

  /** What the chart uses of the Prometheus operator, whose types the client lacks. */
  private static final Map<String, Set<String>> OPERATOR =
      Map.of(
          "ServiceMonitor", Set.of("selector", "endpoints"),
          "PrometheusRule", Set.of("groups"));

  private static final Set<String> ENDPOINT =
      Set.of("port", "path", "interval", "scheme", "tlsConfig", "authorization", "relabelings");

  private KubernetesTypes() {}

  static List<String> faults(JsonNode document) {
    String kind = document.path("kind").asText();
    String version = document.path("apiVersion").asText();
    if (version.equals("monitoring.coreos.com/v1")) {
      return operatorFaults(document, kind);
    }
    String type = TYPES.get(version + " " + kind);
    if (type == null) {
      return List.of(version + " " + kind + " is not among the kinds of this chart");
    }
    List<String> faults = new ArrayList<>();
    JsonElement json = JsonParser.parseString(document.toString());
    try {
      Class<?> model = Class.forName("io.kubernetes.client.openapi.models." + type);
      model.getMethod("validateJsonElement", JsonElement.class).invoke(null, json);
      Object read = JSON.getGson().fromJson(json, model);
      if (read == null) {
        faults.add(kind + ": it is empty");
      }
    } catch (InvocationTargetException e) {
      faults.add(kind + ": " + e.getTargetException().getMessage());
    } catch (RuntimeException e) {
      faults.add(kind + ": " + e.getMessage());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
    return faults;
  }

  private static List<String> operatorFaults(JsonNode document, String kind) {
    Set<String> unknown = new TreeSet<>(names(document.path("spec")));
    unknown.removeAll(OPERATOR.getOrDefault(kind, Set.of()));
    for (JsonNode endpoint : document.at("/spec/endpoints")) {
      Set<String> further = names(endpoint);
      further.removeAll(ENDPOINT);
      unknown.addAll(further);
    }
    return unknown.stream().map(name -> kind + ": " + name + " is unknown").toList();
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
