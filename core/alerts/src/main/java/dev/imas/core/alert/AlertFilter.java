package dev.imas.core.alert;

import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts a query is about; with only nulls it is about every alert.
 *
 * @param team that owns the service
 * @param numbers of alerts within the tenant
 * @param hidden whether something hides the alert: see {@link SuppressedBy}
 */
public record AlertFilter(
    Short @Nullable [] statuses,
    Short @Nullable [] severities,
    @Nullable UUID service,
    @Nullable String name,
    @Nullable LabelTests tests,
    @Nullable UUID incident,
    @Nullable UUID fingerprint,
    @Nullable UUID team,
    Long @Nullable [] numbers,
    @Nullable Boolean hidden) {

  public static final AlertFilter NONE =
      new AlertFilter(null, null, null, null, null, null, null, null, null, null);

  /** How many parameters {@link #WHERE} takes: those of {@link AlertRepository#filtered}. */
  static final int PARAMETERS = 13;

  // There is no index on labels, since every alert would have to write it. The tests of labels read
  // each row that the other conditions leave. LabelSearch limits the cost.
  static final String WHERE =
      """
       WHERE ($1::smallint[] IS NULL OR a.status = ANY ($1))
         AND ($2::smallint[] IS NULL OR a.severity = ANY ($2))
         AND ($3::uuid IS NULL OR a.service_id = $3)
         AND ($4::text IS NULL OR a.name = $4)
         AND ($5::uuid IS NULL OR a.fingerprint = ANY (ARRAY (
                                    SELECT x.fingerprint FROM incident_alert x WHERE x.incident_id = $5)))
         AND ($6::uuid IS NULL OR a.fingerprint = $6)
         AND ($11::uuid IS NULL OR a.service_id = ANY (ARRAY (
                                     SELECT x.id FROM service x WHERE x.owner_team_id = $11)))
         AND ($12::bigint[] IS NULL OR a.fingerprint = ANY (ARRAY (
                                         SELECT x.fingerprint FROM alert_progress x WHERE x.number = ANY ($12))))
         AND ($13::boolean IS NULL OR $13 = (a.status = status_suppressed()
               OR (a.status = status_firing() AND (a.fingerprint IN (SELECT x.fingerprint FROM hidden_alert x) OR EXISTS (
                     SELECT FROM alert_progress x JOIN incident y ON y.tenant_id = x.tenant_id AND y.id = x.incident_id
                      WHERE x.tenant_id = a.tenant_id AND x.fingerprint = a.fingerprint AND y.status = 'RESOLVED')))))
         AND ($7::text IS NULL OR a.labels::jsonb @> $7::text::jsonb)
      """
          + labelTests();

  /**
   * One condition for each test, since a sub-select would copy every list of values for every row.
   * A custom plan drops the conditions of tests that are not set.
   */
  private static String labelTests() {
    String one =
        """
               AND (($8::text[])[%1$d] IS NULL
                    OR ($9::text[])[%1$d]::jsonb ? coalesce(a.labels::jsonb ->> ($8::text[])[%1$d], '')
                       <> ($10::boolean[])[%1$d])
        """;
    return IntStream.rangeClosed(1, LabelQuery.MOST_MATCHERS)
        .mapToObj(one::formatted)
        .collect(Collectors.joining());
  }

  LabelTests labels() {
    return tests == null ? LabelTests.NONE : tests;
  }

  public static AlertFilter ofIncident(UUID id) {
    return NONE.withIncident(id);
  }

  static AlertFilter ofFingerprint(UUID fingerprint) {
    return new AlertFilter(null, null, null, null, null, null, fingerprint, null, null, null);
  }

  AlertFilter withLabels(@Nullable LabelTests labels) {
    return new AlertFilter(
        statuses, severities, service, name, labels, incident, fingerprint, team, numbers, hidden);
  }

  AlertFilter withService(@Nullable UUID id) {
    return new AlertFilter(
        statuses, severities, id, name, tests, incident, fingerprint, team, numbers, hidden);
  }

  AlertFilter withIncident(@Nullable UUID id) {
    return new AlertFilter(
        statuses, severities, service, name, tests, id, fingerprint, team, numbers, hidden);
  }

  AlertFilter withTeam(@Nullable UUID id) {
    return new AlertFilter(
        statuses, severities, service, name, tests, incident, fingerprint, id, numbers, hidden);
  }

  AlertFilter withStatuses(Short @Nullable [] wanted) {
    return new AlertFilter(
        wanted, severities, service, name, tests, incident, fingerprint, team, numbers, hidden);
  }

  AlertFilter withSeverities(Short @Nullable [] wanted) {
    return new AlertFilter(
        statuses, wanted, service, name, tests, incident, fingerprint, team, numbers, hidden);
  }

  AlertFilter withName(@Nullable String wanted) {
    return new AlertFilter(
        statuses, severities, service, wanted, tests, incident, fingerprint, team, numbers, hidden);
  }

  AlertFilter withHidden(@Nullable Boolean wanted) {
    return new AlertFilter(
        statuses, severities, service, name, tests, incident, fingerprint, team, numbers, wanted);
  }
}
