{{- define "imas.name" -}}
{{- if contains "imas" .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{ else }}{{ printf "%s-imas" .Release.Name | trunc 40 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "imas.image" -}}
{{- $i := .Values.image -}}
{{ $i.repository }}:{{ $i.tag | default .Chart.AppVersion }}{{ with $i.digest }}@{{ . }}{{ end }}
{{- end }}

{{/* What selects pods never changes: a Deployment's selector cannot. Call with (dict "root" $ "role" "core"). */}}
{{- define "imas.selector" -}}
app.kubernetes.io/name: imas
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .role }}
{{- end }}

{{- define "imas.labels" -}}
{{ include "imas.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: imas
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "imas.port" -}}
{{- get (dict "gateway" "8080" "core" "8090" "notifier" "8091") . -}}
{{- end }}

{{- define "imas.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "imas.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{- define "imas.secretVariable" -}}
- name: {{ .variable }}
  valueFrom: { secretKeyRef: { name: {{ .name | quote }}, key: {{ .key | quote }} } }
{{- end }}

{{/* The variable of a setting: core.retention.alerts is IMAS_CORE_RETENTION_ALERTS. */}}
{{- define "imas.variable" -}}
IMAS_{{ . | upper | replace "." "_" | replace "-" "_" }}
{{- end }}

{{/* What a process needs that only looks at the database. Call with root and a reference to its URL. */}}
{{- define "imas.commandEnvironment" -}}
- { name: IMAS_LOG_FORMAT, value: json }
- { name: IMAS_DATA_DIR, value: /var/lib/imas }
- { name: IMAS_JAVA_OPTS, value: {{ .root.Values.javaOptions | quote }} }
{{ include "imas.secretVariable" (dict "variable" "IMAS_DATABASE_URL" "name" .name "key" .key) }}
{{- end }}

{{/* The same for every pod of the chart. */}}
{{- define "imas.podStart" -}}
enableServiceLinks: false
automountServiceAccountToken: false
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
{{- range . }}
  - name: {{ . | quote }}
{{- end }}
{{- end }}
securityContext:
{{ include "imas.podSecurity" . | indent 2 }}
{{- end }}

{{- define "imas.probe" -}}
httpGet: { path: {{ .path }}, port: http{{ if .tls }}, scheme: HTTPS{{ end }} }
{{- end }}
