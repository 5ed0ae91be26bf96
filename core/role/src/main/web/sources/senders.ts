import type { SourceType } from "../api/schema";

/** A sender, and what to paste into it: see docs/senders. */
export interface Sender {
  type: SourceType;
  name: string;
  /** Where the text goes. */
  file: string;
  config: (gateway: string, key: string) => string;
}

function hostOf(gateway: string): string {
  try {
    return new URL(gateway).host;
  } catch {
    return gateway;
  }
}

function schemeOf(gateway: string): string {
  return gateway.startsWith("https:") ? "https" : "http";
}

const sample = { alert_name: "Try", status: "firing", severity: "SEV4", labels: { env: "test" } };

export const SENDERS: readonly Sender[] = [
  {
    type: "PROMETHEUS",
    name: "Prometheus",
    file: "prometheus.yml",
    config: (gateway, key) => `alerting:
  alertmanagers:
    - scheme: ${schemeOf(gateway)}
      static_configs:
        - targets: ["${hostOf(gateway)}"]
      authorization:
        credentials: ${key}
`,
  },
  {
    type: "ALERTMANAGER",
    name: "Alertmanager",
    file: "alertmanager.yml",
    config: (gateway, key) => `route:
  receiver: imas
  group_by: [alertname, cluster]
  group_wait: 10s
  group_interval: 1m
  repeat_interval: 1h
receivers:
  - name: imas
    webhook_configs:
      - url: ${gateway}/api/v1/webhooks/alertmanager/
        send_resolved: true
        http_config:
          authorization: { credentials: ${key} }
`,
  },
  {
    type: "GRAFANA",
    name: "Grafana",
    file: "provisioning/alerting/imas.yaml",
    config: (gateway, key) => `apiVersion: 1
contactPoints:
  - orgId: 1
    name: imas
    receivers:
      - uid: imas
        type: webhook
        settings:
          url: ${gateway}/api/v1/webhooks/grafana/
          httpMethod: POST
          authorization_scheme: Bearer
          authorization_credentials: ${key}
`,
  },
  {
    type: "DATADOG",
    name: "Datadog",
    file: "Integrations → Webhooks",
    config: (gateway, key) => `URL: ${gateway}/api/v1/webhooks/datadog/
Custom headers: {"X-API-Key": "${key}"}
Payload:
{
  "alert_id": "$ALERT_ID",
  "alert_transition": "$ALERT_TRANSITION",
  "alert_cycle_key": "$ALERT_CYCLE_KEY",
  "alert_scope": "$ALERT_SCOPE",
  "alert_type": "$ALERT_TYPE",
  "alert_priority": "$ALERT_PRIORITY",
  "aggreg_key": "$AGGREG_KEY",
  "id": "$ID",
  "title": "$EVENT_TITLE",
  "alert_title": "$ALERT_TITLE",
  "body": "$EVENT_MSG",
  "tags": "$TAGS",
  "hostname": "$HOSTNAME"
}
`,
  },
  {
    type: "UPTIME_KUMA",
    name: "Uptime Kuma",
    file: "Settings → Notifications → Webhook",
    config: (gateway, key) => `Post URL: ${gateway}/api/v1/webhooks/uptime-kuma/
Request body: application/json
Additional headers: {"X-API-Key": "${key}"}
`,
  },
  {
    type: "CUSTOM",
    name: "JSON",
    file: "sh",
    config: (gateway, key) => `curl -sS ${gateway}/api/v1/webhooks/custom/ \\
  -H 'Authorization: Bearer ${key}' \\
  -H 'Content-Type: application/json' \\
  -d '${JSON.stringify(sample)}'
`,
  },
];

/** What a source of some type is set up with; one of every type is tried with a post of JSON. */
export function senderOf(type: SourceType): Sender | undefined {
  return SENDERS.find((one) => one.type === type) ?? SENDERS.at(-1);
}
