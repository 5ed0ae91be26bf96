package dev.imas.docker.chart;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Values as different installations have them. */
final class ValueSets {

  private static final Map<String, String> ALL = all();

  private ValueSets() {}

  static Set<String> names() {
    return ALL.keySet();
  }

  static String of(String name) {
    return Objects.requireNonNull(ALL.get(name), name);
  }

  private static Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("default", "{}");
    all.put(
        "small",
        """
        gateway: { replicas: 1 }
        core: { replicas: 1 }
        notifier: { replicas: 1 }
        bus: { enabled: false }
        networkPolicy: { enabled: false }
        """);
    all.put(
        "autoscaled",
        """
        gateway:
          autoscaling: { enabled: true, maxReplicas: 20 }
          resources: { limits: { cpu: "2", memory: 2Gi } }
        """);
    all.put(
        "tls",
        """
        gateway: { tlsSecret: imas-gateway-tls }
        core: { tlsSecret: imas-core-tls }
        notifier: { tlsSecret: imas-notifier-tls }
        monitoring: { serviceMonitor: { enabled: true } }
        """);
    all.put(
        "ingress",
        """
        publicUrl: https://imas.example.org
        publicGatewayUrl: https://alerts.example.org
        trustedProxies: [10.42.0.0/16]
        ingress:
          enabled: true
          className: nginx
          annotations: { cert-manager.io/cluster-issuer: letsencrypt }
          coreHost: imas.example.org
          gatewayHost: alerts.example.org
          tlsSecret: imas-tls
        """);
    all.put(
        "monitored",
        """
        monitoring:
          serviceMonitor: { enabled: true, interval: 30s, labels: { release: prometheus } }
          rules: { enabled: true, labels: { release: prometheus } }
        """);
    all.put(
        "drilled",
        """
        restoreDrill: { enabled: true, copy: { name: imas-restored, key: uri } }
        migration: { backoffLimit: 0 }
        """);
    all.put(
        "settings",
        """
        image:
          digest: sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
          pullSecrets: [registry]
        settings: { core.retention.alerts: 60d, smtp.host: mail.example.org, smtp.port: 465, smtp.tls: true }
        secretSettings: { smtp.password: { name: smtp, key: password } }
        stopDelaySeconds: 30
        """);
    all.put(
        "closed",
        """
        networkPolicy:
          databaseTo: [{ podSelector: { matchLabels: { cnpg.io/cluster: imas-db } } }]
          gatewayFrom: [{ namespaceSelector: { matchLabels: { team: monitoring } } }]
          coreFrom: [{ ipBlock: { cidr: 10.0.0.0/8, except: [10.9.0.0/16] } }]
          gatewayEgress: [{ ports: [{ port: 9092 }] }]
          notifierEgress: [{ ports: [{ port: 443 }], to: [{ ipBlock: { cidr: 10.1.2.3/32 } }] }]
        gateway: { serviceType: LoadBalancer, nodeSelector: { pool: edge } }
        core: { tolerations: [{ key: spot, operator: Exists }], podAnnotations: { a.example/b: c } }
        """);
    return all;
  }
}
