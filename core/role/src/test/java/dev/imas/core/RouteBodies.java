package dev.imas.core;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The bodies by which each operation can be made to refer to something, with slots such as {@code
 * <TEAM>} for it.
 */
final class RouteBodies {

  private static final String SCHEDULE =
      "{'name':'mine','team':'<TEAM>','time_zone':'UTC','layers':[{'name':'main',"
          + "'start':'2026-01-05T09:00','every':'P1W','slots':[['<USER>']],"
          + "'holidays':{'calendar':'<HOLIDAY_CALENDAR>'}}]}";

  private static final String SILENCE =
      "{'matchers':['alertname=mine'],'duration':'PT1H','comment':'mine'}";

  private static final String INHIBIT_RULE =
      "{'name':'mine','source_matchers':['alertname=mine'],'target_matchers':['alertname=mine']}";

  private static final String TIME_INTERVAL = "{'name':'mine','time_intervals':[{}]}";

  private static final String MAINTENANCE_WINDOW =
      "{'name':'mine','comment':'mine','services':['<SERVICE>'],'starts_at':'2098-01-01T00:00',"
          + "'time_zone':'UTC','duration':'PT1H'}";

  private static final String CALENDAR_IMPORT =
      "{'calendar':'BEGIN:VCALENDAR\\n"
          + "BEGIN:VEVENT\\n"
          + "UID:mine\\n"
          + "DTSTART:20980101T000000Z\\n"
          + "DURATION:PT1H\\n"
          + "END:VEVENT\\n"
          + "END:VCALENDAR','comment':'mine','services':['<SERVICE>']}";

  private static final String SERVICE =
      "{'name':'mine','owner_team':'<TEAM>','escalation_policy':'<ESCALATION_POLICY>',"
          + "'depends_on':['<SERVICE>']}";

  /** Alerts that name it by its old name find it still. */
  private static final String RENAMED_SERVICE =
      "{'name':'mine','aliases':['zebra-service'],'owner_team':'<TEAM>',"
          + "'escalation_policy':'<ESCALATION_POLICY>'}";

  private static final String EVENT_WEBHOOK =
      "{'name':'mine','url':'http://mine.example/hook','secret':'a secret of"
          + " sixteen','events':['incident.created'],'teams':['<TEAM>'],'services':['<SERVICE>']}";

  private static final String SCOPE =
      "{'name':'mine','team':'<TEAM>','mandatory_notify_email':['mine@example.org']}";

  private static final String COMPONENT =
      "{'name':'mine','service':'<SERVICE>','scope':'<SCOPE>',"
          + "'probe':{'url':'https://shop.example.org'}}";

  private static final String MAINTENANCE =
      "{'title':'mine','starts_at':'2098-01-01T00:00:00Z','ends_at':'2098-01-02T00:00:00Z',"
          + "'components':['<STATUS_COMPONENT>']}";

  private static final String HEARTBEAT =
      "{'name':'mine','service':'<SERVICE>','beats_by':'source','source':'<SOURCE>','interval':'PT1H'}";

  private static final String RUNBOOK =
      "{'name':'mine','service':'<SERVICE>','alert_pattern':'mine','steps':[{'title':'mine'}]}";

  private static final String DRILL_SCHEDULE =
      "{'name':'mine','service':'<SERVICE>','policy':'<ESCALATION_POLICY>','owner':'<USER>',"
          + "'day_of_month':1,'at':'10:00','time_zone':'UTC'}";

  private static final String ENVIRONMENT =
      "{'name':'mine','tier':'production','patterns':['mine-*']}";

  private static final String REPOSITORY = "{'full_name':'mine/shop','service':'<SERVICE>'}";

  private static final String ERROR_BUDGET =
      "{'name':'mine','service':'<SERVICE>','target':99.5,'days':7,'blocks':true}";

  private static final String FREEZE =
      "{'name':'mine','starts_at':'2098-01-01T00:00','ends_at':'2098-01-02T00:00','time_zone':'UTC',"
          + "'environments':['<ENVIRONMENT>'],'services':['<SERVICE>'],'teams':['<TEAM>'],"
          + "'except_services':['<SERVICE>'],'except_repositories':['<REPOSITORY>']}";

  private static final String BOARD =
      "{'name':'mine','team':'<TEAM>','in_progress_limit':3,'over_limit':'refuse','plans_ahead':true}";

  private static final String MEETING =
      "{'title':'mine','starts_at':'2098-01-01T09:00','duration':'PT1H','time_zone':'UTC','recurrence':'FREQ=DAILY',"
          + "'team':'<TEAM>','participants':['<USER>'],'link':'https://example.org/mine','tags':['mine']}";

  private static final String DEPLOYMENT_WINDOW =
      "{'title':'mine','environment':'<ENVIRONMENT>','services':['<SERVICE>'],'starts_at':'2098-01-01T00:00',"
          + "'ends_at':'2098-01-01T02:00','time_zone':'UTC','rollback_plan':'mine','checklist':['mine'],"
          + "'incident':'<INCIDENT>'}";

  private static final String TAG = "{'name':'mine','color':'#336791','auto_apply_pattern':'mine'}";

  private static final String INCIDENT_FIELD =
      "{'key':'mine','label':'mine','type':'select','options':[{'id':'mine','label':'mine'}]}";

  private static final String LOOKUP_TABLE =
      "{'name':'mine','key_column':'host','rows':[{'host':'a','team':'b'}]}";

  private static final String POLICY =
      "{'name':'mine','team':'<TEAM>','steps':[{'notify':[{'type':'user','user':'<USER>'},"
          + "{'type':'schedule','schedule':'<SCHEDULE>'},{'type':'oncall','team':'<TEAM>'},"
          + "{'type':'channel','contact':'<CONTACT>'},{'type':'scope','scope':'<SCOPE>'}]}]}";

  private static final String WORKFLOW =
      "{'statuses':[{'id':'open','name':'Open','category':'todo'},{'id':'done','name':'Done','category':'done'},"
          + "{'id':'dropped','name':'Dropped','category':'dropped'}],"
          + "'transitions':[{'from':'open','to':'done'},{'from':'done','to':'open'},{'from':'open','to':'dropped'}]}";

  /** By operation; single quotes stand for double ones. */
  static final Map<String, List<String>> BODIES =
      Map.ofEntries(
          Map.entry(
              "POST /incidents",
              List.of(
                  "{'title':'of a stranger','service':'<SERVICE>'}",
                  "{'title':'of a stranger','service_name':'<SERVICE_NAME>'}",
                  "{'title':'of a stranger','impacted_scopes':['<SCOPE>']}")),
          Map.entry(
              "PATCH /incidents/{id}",
              List.of(
                  "{'title':'mine','service':'<SERVICE>'}",
                  "{'fields':{}}",
                  "{'cause':'unknown','impact_started_at':'2020-01-01T00:00:00Z'}")),
          Map.entry("POST /incidents/{id}/acknowledge", List.of("{'message':'mine'}")),
          Map.entry("POST /incidents/{id}/unacknowledge", List.of("{'message':'mine'}")),
          Map.entry("POST /incidents/{id}/escalate", List.of("{'message':'mine'}")),
          Map.entry(
              "POST /incidents/{id}/page",
              List.of("{'user':'<USER>','message':'mine'}", "{'team':'<TEAM>'}")),
          Map.entry(
              "POST /incidents/{id}/merge", List.of("{'sources':['<INCIDENT>'],'message':'mine'}")),
          Map.entry("POST /incidents/{id}/unmerge", List.of("{}")),
          Map.entry(
              "POST /items",
              List.of(
                  "{'title':'mine','incident':'<INCIDENT>'}",
                  "{'title':'mine','incident':'<INCIDENT>','owner':'<USER>'}",
                  "{'title':'mine','owner_team':'<TEAM>'}")),
          Map.entry(
              "POST /incidents/{id}/items",
              List.of(
                  "{'title':'mine','owner':'<USER>'}", "{'title':'mine','owner_team':'<TEAM>'}")),
          Map.entry(
              "PATCH /items/{id}",
              List.of("{'title':'mine','owner':'<USER>'}", "{'owner_team':'<TEAM>'}")),
          Map.entry("POST /incidents/{id}/post-mortem", List.of("{'owner':'<USER>'}")),
          Map.entry(
              "PATCH /incidents/{id}/post-mortem",
              List.of("{'owner':'<USER>','reviewer':null}", "{'owner':null,'reviewer':'<USER>'}")),
          Map.entry(
              "PUT /incidents/{id}/post-mortem/sections/{section}", List.of("{'text':'mine'}")),
          Map.entry("PUT /incidents/{id}/post-mortem/citations", List.of("{'entries':[1]}")),
          Map.entry(
              "POST /incidents/{id}/post-mortem/transitions",
              List.of(
                  "{'to':'review','reviewer':'<USER>'}", "{'to':'not_needed','reason':'mine'}")),
          Map.entry("POST /incidents/{id}/post-mortem/waiver", List.of("{'reason':'mine'}")),
          Map.entry("POST /items/{id}/transitions", List.of("{'to':'done','reason':'mine'}")),
          Map.entry("POST /items/{id}/tracker", List.of("{'provider':'<TRACKER>'}")),
          Map.entry("PUT /workflows/{item_kind}", List.of(WORKFLOW)),
          Map.entry(
              "POST /incidents/{id}/links",
              List.of("{'kind':'follows','incident':'<STORM_CHILD>','message':'mine'}")),
          Map.entry(
              "POST /incidents/{id}/updates", List.of("{'status':'identified','message':'mine'}")),
          Map.entry("PUT /incidents/{id}/updates/next", List.of("{'by':null}")),
          Map.entry("PUT /incidents/{id}/roles/{role}", List.of("{'user':'<USER>'}")),
          Map.entry("POST /incidents/{id}/roles/{role}/take", List.of("{}")),
          Map.entry(
              "POST /incidents/{id}/changes/{change_kind}/{change}/judgement",
              List.of("{'judgement':'rejected','why':'mine'}")),
          Map.entry("POST /incidents/{id}/roles/{role}/leave", List.of("{}")),
          Map.entry("POST /incidents/{id}/snooze", List.of("{'for':'PT1H','message':'mine'}")),
          Map.entry("POST /incidents/{id}/mitigate", List.of("{'message':'mine'}")),
          Map.entry("POST /incidents/{id}/resolve", List.of("{'message':'mine'}")),
          Map.entry("POST /incidents/{id}/reopen", List.of("{'message':'mine'}")),
          Map.entry("POST /incidents/{id}/comments", List.of("{'message':'mine'}")),
          Map.entry("PATCH /incidents/{id}/comments/{comment}", List.of("{'message':'mine'}")),
          Map.entry(
              "POST /incidents/actions",
              List.of("{'action':'comment','ids':['<INCIDENT>'],'message':'mine'}")),
          Map.entry("POST /services", List.of(SERVICE)),
          Map.entry("PUT /services/{id}", List.of(RENAMED_SERVICE)),
          Map.entry(
              "POST /unmatched-names/reassign", List.of("{'name':'mine','service':'<SERVICE>'}")),
          Map.entry("POST /teams", List.of("{'name':'mine'}")),
          Map.entry("PUT /teams/{id}", List.of("{'name':'mine now'}")),
          Map.entry(
              "POST /teams/{team}/contacts",
              List.of("{'name':'mine','channel':'console','is_active':false}")),
          Map.entry(
              "PUT /teams/{team}/contacts/{id}",
              List.of("{'name':'mine','channel':'console','is_active':false}")),
          Map.entry(
              "POST /providers",
              List.of(
                  "{'name':'mine','type':'ntfy','config':{'server_url':'https://x.example','default_topic':'x'}}")),
          Map.entry(
              "PUT /providers/{id}",
              List.of(
                  "{'name':'mine"
                      + " now','type':'ntfy','config':{'server_url':'https://x.example','default_topic':'x'}}")),
          Map.entry("POST /scopes", List.of(SCOPE)),
          Map.entry("PUT /scopes/{id}", List.of(SCOPE)),
          Map.entry("POST /incident-fields", List.of(INCIDENT_FIELD)),
          Map.entry("PUT /incident-fields/{id}", List.of("{'label':'mine','type':'text'}")),
          Map.entry("PUT /causes", List.of("{'causes':[{'key':'mine','label':'mine'}]}")),
          Map.entry("POST /environments", List.of(ENVIRONMENT)),
          Map.entry("PUT /environments/{id}", List.of(ENVIRONMENT)),
          Map.entry("POST /repositories", List.of(REPOSITORY)),
          Map.entry("PUT /repositories/{id}", List.of(REPOSITORY)),
          Map.entry(
              "POST /deployments",
              List.of("{'key':'mine','environment':'prod','service':'<SERVICE>'}")),
          Map.entry("POST /deployment-windows", List.of(DEPLOYMENT_WINDOW)),
          Map.entry("POST /deployment-windows/preview", List.of(DEPLOYMENT_WINDOW)),
          Map.entry("PUT /deployment-windows/{id}", List.of(DEPLOYMENT_WINDOW)),
          Map.entry("POST /deployment-windows/{id}/submit", List.of("{}")),
          Map.entry(
              "POST /deployment-windows/{id}/vote",
              List.of(
                  "{'request':'00000000-0000-7000-8000-000000000001','approve':true,'comment':'mine'}")),
          Map.entry("POST /deployment-windows/{id}/check", List.of("{'position':0}")),
          Map.entry(
              "POST /deployment-windows/{id}/start",
              List.of("{'override_reason':'because mine must go out today'}")),
          Map.entry(
              "POST /deployment-windows/{id}/extend", List.of("{'until':'2098-01-01T03:00:00Z'}")),
          Map.entry(
              "POST /deployment-windows/{id}/finish",
              List.of("{'outcome':'completed','comment':'mine'}")),
          Map.entry("POST /deployment-windows/{id}/cancel", List.of("{'comment':'mine'}")),
          Map.entry("POST /boards", List.of(BOARD)),
          Map.entry("PUT /boards/{id}", List.of(BOARD)),
          Map.entry(
              "POST /boards/{id}/items",
              List.of("{'item':'<ITEM>'}", "{'title':'mine','owner':'<USER>'}")),
          Map.entry("PATCH /boards/{id}/items/{item}", List.of("{'points':1,'labels':['mine']}")),
          Map.entry(
              "POST /boards/{id}/moves",
              List.of(
                  "{'item':'<BOARD_ITEM>','column':'done'}",
                  "{'item':'<BOARD_ITEM>','column':'to_plan','after':'<ITEM>'}")),
          Map.entry("POST /boards/{id}/sprints", List.of("{'goal':'mine'}")),
          Map.entry("PATCH /boards/{id}/sprints/{number}", List.of("{'goal':'mine'}")),
          Map.entry(
              "POST /boards/{id}/sprints/{number}/close", List.of("{'unfinished':'backlog'}")),
          Map.entry("POST /meetings", List.of(MEETING)),
          Map.entry("PUT /meetings/{id}", List.of(MEETING)),
          Map.entry("PUT /meetings/{id}/times/{start}", List.of("{'notes':'mine'}")),
          Map.entry("POST /error-budgets", List.of(ERROR_BUDGET)),
          Map.entry("POST /error-budgets/preview", List.of(ERROR_BUDGET)),
          Map.entry("PUT /error-budgets/{id}", List.of(ERROR_BUDGET)),
          Map.entry("POST /freezes", List.of(FREEZE)),
          Map.entry("POST /freezes/preview", List.of(FREEZE)),
          Map.entry("PUT /freezes/{id}", List.of(FREEZE)),
          Map.entry(
              "POST /gate",
              List.of(
                  "{'service':'<SERVICE>','environment':'mine','incident':'<INCIDENT>',"
                      + "'window':'<DEPLOYMENT_WINDOW>'}",
                  "{'repository':'<REPOSITORY>','environment':'mine'}")),
          Map.entry("POST /gate/replay", List.of("{}")),
          Map.entry(
              "POST /gate/decisions/{id}/override",
              List.of("{'reason':'because mine must go out today'}")),
          Map.entry("PUT /dora/settings", List.of("{'deployments_per_week':3}")),
          Map.entry("PUT /gate/policy", List.of("{'blocks_open_sev2':true}")),
          Map.entry("POST /tags", List.of(TAG)),
          Map.entry("POST /lookup-tables", List.of(LOOKUP_TABLE)),
          Map.entry("PUT /lookup-tables/{id}", List.of(LOOKUP_TABLE)),
          Map.entry("PUT /tags/{id}", List.of(TAG)),
          // By name a tag of one's own is made, whatever others have.
          Map.entry("POST /incidents/{id}/tags", List.of("{'tag_name':'mine'}")),
          Map.entry("POST /webhooks/outgoing/register", List.of(EVENT_WEBHOOK)),
          Map.entry("PUT /webhooks/outgoing/{id}", List.of(EVENT_WEBHOOK)),
          Map.entry(
              "POST /drills",
              List.of("{'service':'<SERVICE>','policy':'<ESCALATION_POLICY>','factor':3600}")),
          Map.entry("PUT /status-page", List.of("{'slug':'mine','name':'mine'}")),
          Map.entry("POST /status-page/components", List.of(COMPONENT)),
          Map.entry("PUT /status-page/components/{id}", List.of(COMPONENT)),
          Map.entry("POST /status-page/maintenance", List.of(MAINTENANCE)),
          Map.entry("PUT /status-page/maintenance/{id}", List.of(MAINTENANCE)),
          Map.entry(
              "POST /status-page/incidents",
              List.of(
                  "{'title':'mine','message':'x','components':['<STATUS_COMPONENT>']}",
                  "{'title':'mine','message':'x','incident':'<INCIDENT>'}")),
          Map.entry(
              "PUT /status-page/incidents/{id}",
              List.of("{'title':'mine now','components':['<STATUS_COMPONENT>']}")),
          Map.entry("POST /status-page/incidents/{id}/updates", List.of("{'message':'mine'}")),
          Map.entry("POST /runbooks", List.of(RUNBOOK)),
          Map.entry("PUT /runbooks/{id}", List.of(RUNBOOK)),
          Map.entry(
              "POST /runbooks/try",
              List.of("{'service':'<SERVICE>','severity':'SEV2','title':'a'}")),
          Map.entry("PUT /incidents/{id}/runbook", List.of("{'runbook':'<RUNBOOK>'}")),
          Map.entry(
              "PUT /incidents/{id}/runbook/steps/{step}",
              List.of("{'state':'done','from':'pending','note':'mine'}")),
          Map.entry("POST /heartbeats", List.of(HEARTBEAT)),
          Map.entry("PUT /heartbeats/{id}", List.of(HEARTBEAT)),
          Map.entry("POST /drill-schedules", List.of(DRILL_SCHEDULE)),
          Map.entry("PUT /drill-schedules/{id}", List.of(DRILL_SCHEDULE)),
          Map.entry(
              "POST /deliveries/replay",
              List.of("{'incident':'<INCIDENT>'}", "{'provider':'<PROVIDER>','dry_run':true}")),
          Map.entry(
              "POST /dead-letters/replay",
              List.of("{'source':'<SOURCE>','dry_run':true}", "{'dry_run':true}")),
          Map.entry("POST /providers/{id}/test", List.of("{'address':'ops'}")),
          Map.entry("POST /sources", List.of("{'name':'mine','type':'ANY'}")),
          Map.entry("PUT /sources/{id}", List.of("{'name':'mine now','type':'ANY'}")),
          Map.entry("POST /sources/{id}/keys", List.of("{}")),
          Map.entry(
              "POST /rule-sets",
              List.of(
                  "{'rules':[{'name':'mine','service':'<SERVICE_NAME>'}]}",
                  "{'rules':[{'name':'mine','mute_times':['<TIME_INTERVAL>']}]}",
                  "{'rules':[{'name':'mine','when':{'source':['<SOURCE>']}}]}",
                  "{'rules':[{'name':'mine','when':{'not':{'team':['<TEAM>']}}}]}",
                  "{'rules':[{'name':'mine','when':{'all':[{'service':['<SERVICE>']}]}}]}",
                  "{'rules':[{'name':'mine','enrich':{'table':'<LOOKUP_TABLE>','key':['host'],"
                      + "'set':{'team':'team'}}}]}")),
          Map.entry(
              "POST /rule-sets/{version}/simulate", List.of("{'from':'2020-01-01T00:00:00Z'}")),
          Map.entry(
              "POST /rule-sets/simulate", List.of("{'from':'2020-01-01T00:00:00Z','rules':[]}")),
          Map.entry("POST /sources/{id}/try", List.of("{'body':'{}'}")),
          Map.entry("POST /sources/{id}/bodies", List.of("{'body':'[]'}")),
          Map.entry("POST /sources/{id}/bodies/{receipt}/try", List.of("{}")),
          Map.entry("POST /rule-sets/try", List.of("{'source':'<SOURCE>','body':'{}'}")),
          Map.entry(
              "POST /users",
              List.of("{'username':'mine','email':'mine@example.org','role':'viewer'}")),
          Map.entry(
              "PUT /users/{id}", List.of("{'username':'mine-now','email':'mine@example.org'}")),
          Map.entry("PUT /users/{id}/password", List.of("{'password':'a quokka reads slowly'}")),
          Map.entry(
              "POST /users/{user}/contacts",
              List.of("{'name':'mine','channel':'email','address':'mine@example.org'}")),
          Map.entry(
              "PUT /users/{user}/contacts/{id}",
              List.of("{'name':'mine now','channel':'email','address':'mine@example.org'}")),
          Map.entry(
              "PUT /users/{id}/notification-rules",
              List.of("{'rules':[{'urgency':'high','after':'PT0S','contact':'<USER_CONTACT>'}]}")),
          Map.entry("PUT /delivery-policy", List.of("{'time_zone':'Europe/Paris'}")),
          Map.entry(
              "PUT /metrics/settings", List.of("{'open_severe_incidents':3,'by_person':true}")),
          Map.entry(
              "PUT /flapping-policy",
              List.of("{'returns':5,'within':'PT30M','hold_down':'PT10M'}")),
          Map.entry(
              "PUT /service-levels",
              List.of(
                  "{'calendars':[{'name':'Office','time_zone':'Europe/Paris',"
                      + "'hours':[{'days':['monday'],'start':'09:00','end':'17:00'}]}],"
                      + "'response':[{'tier':'TIER_2','within':'PT30M'}],"
                      + "'resolution':[{'severity':'SEV1','within':'PT2H','calendar':'Office'}]}")),
          Map.entry(
              "POST /incidents/{id}/holds",
              List.of(
                  "{'reason':'vendor','until':'"
                      + Instant.now().plus(Duration.ofDays(1))
                      + "','message':'mine'}")),
          Map.entry("POST /incidents/{id}/holds/release", List.of("{}")),
          Map.entry(
              "POST /incidents/{id}/obligations", List.of("{'regime':'nis2-23','owner':'<USER>'}")),
          Map.entry(
              "PATCH /incidents/{id}/obligations/{obligation}",
              List.of(
                  "{'classified_at':'2026-01-02T03:04:05Z','reason':'mine','owner':'<USER>'}",
                  "{'measure_available_at':'2026-01-02T03:04:05Z','handled_at':'2026-01-02T03:04:05Z',"
                      + "'aware_at':'2026-01-02T03:04:05Z','reason':'mine'}")),
          Map.entry(
              "POST /incidents/{id}/obligations/{obligation}/stages/{stage}/submission",
              List.of(
                  "{'at':'2026-01-02T03:04:05Z','authority':'mine','reference':'mine',"
                      + "'submitted_by':'mine','document':'mine','document_sha256':'"
                      + "0".repeat(64)
                      + "','reason':'mine'}")),
          Map.entry(
              "POST /incidents/{id}/obligations/{obligation}/stages/{stage}/waiver",
              List.of("{'kind':'not_required','reason':'mine'}")),
          Map.entry(
              "PUT /storm-policy",
              List.of("{'is_active':true,'threshold':30,'ends_below':3,'ends_after':'PT10M'}")),
          Map.entry("POST /storms/{id}/release", List.of("{'incidents':['<STORM_CHILD>']}")),
          Map.entry("POST /storms/{id}/resolve", List.of("{'message':'mine'}")),
          Map.entry("PUT /verification-settings", List.of("{'phone_prefixes':['33']}")),
          Map.entry(
              "PUT /notification-matrix",
              List.of(
                  "{'rows':[{'severity':'SEV1','chat':'at_once','email':'at_once','sms':'at_once'},"
                      + "{'severity':'SEV2','chat':'at_once','email':'at_once','sms':'never'},"
                      + "{'severity':'SEV3','chat':'grouped','email':'daily','sms':'never'},"
                      + "{'severity':'SEV4','chat':'grouped','email':'daily','sms':'never'}]}")),
          Map.entry("PUT /message-language", List.of("{'language':'fr'}")),
          Map.entry(
              "PUT /message-templates/{language}/{kind}/{form}", List.of("{'source':'{{title}}'}")),
          Map.entry(
              "POST /message-templates/{language}/{kind}/{form}/revert", List.of("{'version':0}")),
          Map.entry(
              "POST /message-templates/{language}/{kind}/{form}/preview",
              List.of("{'source':'{{title}}','incident':'<INCIDENT>'}")),
          Map.entry("POST /users/{user}/contacts/{id}/verify", List.of("{'code':'123456'}")),
          Map.entry("PUT /teams/{team}/members/{user}", List.of("{'role':'member'}")),
          Map.entry("POST /auth/login", List.of("{'username':'nobody','password':'nothing'}")),
          Map.entry("POST /auth/refresh", List.of("{'refresh_token':'made up'}")),
          Map.entry("POST /auth/logout", List.of("{'refresh_token':'made up'}")),
          Map.entry("POST /auth/forgotten", List.of("{'username':'nobody'}")),
          Map.entry("POST /auth/invitation", List.of("{'code':'made up'}")),
          Map.entry("POST /auth/register", List.of("{'code':'made up','password':'nothing'}")),
          Map.entry("POST /auth/2fa/verify", List.of("{'challenge':'made up','code':'123456'}")),
          Map.entry("POST /auth/2fa/setup", List.of("{'challenge':'made up'}")),
          Map.entry("POST /auth/2fa/enable", List.of("{'challenge':'made up','code':'123456'}")),
          Map.entry("POST /me/export", List.of("{}")),
          Map.entry("POST /privacy/requests", List.of("{'kind':'access','user':'<USER>'}")),
          Map.entry("POST /privacy/requests/{id}/extension", List.of("{'reason':'mine'}")),
          Map.entry(
              "POST /privacy/requests/{id}/closing", List.of("{'outcome':'done','note':'mine'}")),
          Map.entry("POST /privacy/requests/{id}/confirmation", List.of("{}")),
          Map.entry("POST /me/tokens", List.of("{'name':'mine','role':'viewer'}")),
          Map.entry(
              "POST /me/inbox/read", List.of("{'ids':['01937c5e-0000-7000-8000-000000000001']}")),
          Map.entry(
              "PUT /incidents/{id}/presence",
              List.of("{'page':'01937c5e-0000-7000-8000-000000000001','state':'looking'}")),
          Map.entry("POST /me/inbox/unread", List.of("{'read_at':'2026-01-02T03:04:05Z'}")),
          Map.entry(
              "POST /me/views",
              List.of("{'name':'mine','page':'incidents','query':'status=TRIGGERED'}")),
          Map.entry("PUT /me/views/{id}", List.of("{'name':'mine now','page':'incidents'}")),
          Map.entry("PUT /me/preferences", List.of("{'theme':'dark','keys':false}")),
          Map.entry("POST /me/confirmation", List.of("{'current_password':'nothing'}")),
          Map.entry("POST /me/totp", List.of("{'current_password':'nothing'}")),
          Map.entry("POST /me/totp/confirm", List.of("{'code':'123456'}")),
          Map.entry("POST /me/totp/recovery-codes", List.of("{'code':'123456'}")),
          Map.entry(
              "POST /me/totp/disable", List.of("{'current_password':'nothing','code':'123456'}")),
          Map.entry(
              "POST /tenants", List.of("{'name':'mine','fallback_address':'ops@example.org'}")),
          Map.entry("PUT /log-in-settings", List.of("{'totp_required_from':'nobody'}")),
          Map.entry("PUT /fallback", List.of("{'contacts':['<CONTACT>']}")),
          Map.entry(
              "POST /tokens",
              List.of(
                  "{'name':'mine','scopes':['read']}",
                  "{'name':'mine','role':'viewer','owner':'service_account:<SERVICE_ACCOUNT>'}")),
          Map.entry("POST /tokens/{id}/regenerate", List.of("{}")),
          Map.entry("POST /service-accounts", List.of("{'name':'mine'}")),
          Map.entry("PUT /service-accounts/{id}", List.of("{'name':'mine now'}")),
          Map.entry(
              "POST /grants",
              List.of(
                  "{'grantee':'service_account:<SERVICE_ACCOUNT>','permission':'incident.resolve',"
                      + "'team':'<TEAM>'}",
                  "{'grantee':'token:<TOKEN>','permission':'incident.resolve'}")),
          Map.entry(
              "POST /configuration",
              List.of(
                  "{'documents':[{'kind':'service','key':'mine','name':'mine','owner_team':'<TEAM>'}]}",
                  "{'documents':[{'kind':'default_on_call','user':'<USER>'}]}",
                  "{'documents':[{'kind':'fallback','contacts':['<CONTACT>']}]}",
                  "{'documents':[{'kind':'room_settings','services_without':['<SERVICE>']}]}",
                  "{'documents':[{'kind':'schedule','key':'mine','name':'mine','team':'<TEAM>','time_zone':'UTC',"
                      + "'layers':[{'name':'main','start':'2026-01-05T09:00','every':'P1W','slots':['<USER>'],"
                      + "'holidays':{'calendar':'<HOLIDAY_CALENDAR>'}}]}]}")),
          Map.entry(
              "POST /imports/alertmanager",
              List.of("{'config':'{route: {receiver: mine}, receivers: [{name: mine}]}'}")),
          Map.entry("POST /schedules", List.of(SCHEDULE)),
          Map.entry("PUT /schedules/{id}", List.of(SCHEDULE)),
          Map.entry("POST /schedules/{id}/preview", List.of(SCHEDULE)),
          Map.entry("POST /schedules/{id}/rotate", List.of("{'layer':'main'}")),
          Map.entry(
              "POST /schedules/{schedule}/overrides",
              List.of(
                  "{'from':'2098-12-01T00:00:00Z','until':'2099-01-01T00:00:00Z','user':'<USER>','instead_of':'<USER>'}")),
          Map.entry(
              "POST /schedules/{schedule}/covers",
              List.of(
                  "{'user':'<USER>','from':'2098-12-01T00:00:00Z','until':'2099-01-01T00:00:00Z'}")),
          Map.entry(
              "POST /schedules/{schedule}/swaps",
              List.of("{'user':'<USER>','with':'<USER>','from':'2098-12-01T00:00:00Z'}")),
          Map.entry(
              "POST /schedules/{schedule}/overrides/import",
              List.of(
                  "{'ics':'BEGIN:VCALENDAR\\r"
                      + "\\n"
                      + "BEGIN:VEVENT\\r"
                      + "\\n"
                      + "SUMMARY:<USER>\\r"
                      + "\\n"
                      + "DTSTART:20201201T000000Z\\r"
                      + "\\n"
                      + "DTEND:20201202T000000Z\\r"
                      + "\\n"
                      + "RRULE:FREQ=YEARLY\\r"
                      + "\\n"
                      + "END:VEVENT\\r"
                      + "\\n"
                      + "END:VCALENDAR'}")),
          Map.entry("POST /schedules/{schedule}/hand-over-notes", List.of("{'note':'mine'}")),
          Map.entry(
              "POST /holiday-calendars",
              List.of("{'name':'mine','days':[{'day':'2098-12-25','name':'mine'}]}")),
          Map.entry("PUT /holiday-calendars/{id}", List.of("{'name':'mine now','days':[]}")),
          Map.entry(
              "POST /absences",
              List.of(
                  "{'user':'<USER>','from':'2098-01-01T00:00:00Z','until':'2099-01-01T00:00:00Z'}",
                  "{'user':'<USER>','from':'2098-01-01T00:00:00Z','until':'2099-01-01T00:00:00Z','replaces':'<ABSENCE>'}")),
          Map.entry(
              "PUT /teams/{team}/stand-ins",
              List.of("{'current_on_call':'<USER>'}", "{'manager':'<USER>'}")),
          Map.entry("PUT /on-call/default", List.of("{'user':'<USER>'}")),
          Map.entry("POST /escalation-policies", List.of(POLICY)),
          Map.entry("PUT /escalation-policies/{id}", List.of(POLICY)),
          Map.entry(
              "POST /escalation-policies/{id}/dry-run",
              List.of("{'service':'<SERVICE>'}", "{'incident':'<INCIDENT>'}")),
          Map.entry(
              "POST /escalation-policies/dry-run",
              List.of("{'policy':" + POLICY + ",'service':'<SERVICE>'}")),
          Map.entry("PUT /room-settings", List.of("{'services_without':['<SERVICE>']}")),
          Map.entry("POST /silences", List.of(SILENCE)),
          Map.entry("PUT /silences/{id}", List.of(SILENCE)),
          Map.entry("POST /silences/preview", List.of(SILENCE)),
          Map.entry("POST /inhibit-rules", List.of(INHIBIT_RULE)),
          Map.entry("PUT /inhibit-rules/{id}", List.of(INHIBIT_RULE)),
          Map.entry("POST /time-intervals", List.of(TIME_INTERVAL)),
          Map.entry("PUT /time-intervals/{id}", List.of(TIME_INTERVAL)),
          Map.entry("POST /maintenance-windows", List.of(MAINTENANCE_WINDOW)),
          Map.entry("PUT /maintenance-windows/{id}", List.of(MAINTENANCE_WINDOW)),
          Map.entry("POST /maintenance-windows/preview", List.of(MAINTENANCE_WINDOW)),
          Map.entry("POST /maintenance-windows/import", List.of(CALENDAR_IMPORT)),
          Map.entry(
              "POST /calendar-feeds",
              List.of(
                  "{'schedule':'<SCHEDULE>'}",
                  "{'team':'<TEAM>'}",
                  "{'user':'<USER>'}",
                  "{'environment':'<ENVIRONMENT>','events':true}",
                  "{'team':'<TEAM>','events':true}",
                  "{'user':'<USER>','events':true}")));

  /** Members of bodies that refer to nothing; those that do are in {@link #BODIES}. */
  static final Set<String> MEMBERS =
      Set.of(
          ("record source_type round step title description service service_name severity"
               + " detected_at received_at sha256 outcome message resolution_note with in_return"
               + " note root_cause reason content name aliases owner_team tier runbook_url"
               + " repository_url monitoring_url is_active email channel address secret"
               + " min_severity by_matrix summaries type default_severity config signing_secret"
               + " keep_signing_secret_for beats_by interval grace least_per_hour identity_labels"
               + " group_every digest_at ignored_labels severity_mapping resolve_timeout"
               + " stale_after key_header kafka topic unsigned_time alertmanager_api mapping"
               + " profile expires_at comment rules matchers priority concurrency group_by"
               + " auto_resolve drop group_wait group_interval repeat_interval impact_scopes"
               + " continue contacts scopes action ids sources read_at up_to lead team time_zone"
               + " layers layer level from until user instead_of current_on_call manager schedule"
               + " hours replaces start length slots after_absence counted days every first since"
               + " role owner grantee permission username first_name last_name phone locale"
               + " password current_password tenant device refresh_token code cookie challenge"
               + " recovery_code totp_required_from urgency after contact quiet_hours rows chat sms"
               + " voice phone_prefixes is_chosen fallback_address source escalation_policy"
               + " severities is_default rounds repeat_after resume_after steps notify channels"
               + " when windows round_robin labels at incident policy url events teams services"
               + " is_automatic most_open archive_after mark services_without provider receiver to"
               + " limit dry_run documents set prune reassign successors kind key language version"
               + " factor send actions legal_clock_hours mandatory_notify_email impacted_scopes"
               + " scope day_of_month page query is_shared theme density keys checklist is_public"
               + " mutes slug group path content_type body position state impact components"
               + " starts_at ends_at started_at probe timeout expected_status subscriptions"
               + " incidents threshold ends_below ends_after mute_times active_times time_intervals"
               + " times weekdays days_of_month months years location start_time end_time color"
               + " auto_apply_pattern tag_name tags csv enrich key_column table default for"
               + " calendars response resolution within calendar end holiday_calendar regime"
               + " aware_at classified_at measure_available_at handled_at authority reference"
               + " submitted_by document document_sha256 depends_on alert_pattern severity_filter"
               + " quick_actions external_docs label command confirmation_required"
               + " expected_duration_minutes is_critical requires_confirmation"
               + " rollback_instructions alert_name runbook why confirmation due_at section"
               + " category statuses transitions guards moves id updates next_by by status fields"
               + " fields_later required_at options cause causes impact_started_at impact_ended_at"
               + " reviewer text entries by_person open_severe_incidents reopen_window"
               + " mean_time_to_resolve_seconds median_time_to_acknowledge_seconds"
               + " median_time_to_resolve_seconds patterns forge full_name forge_id default_branch"
               + " path_prefixes commit_link environment repository sha previous_sha ref actor"
               + " finished_at judgement tiers environments observes emergencies except_services"
               + " except_repositories run blocks_open_sev2 blocks_in_progress"
               + " blocks_nobody_on_call request approve done override_reason rollback_plan window"
               + " production_approvals staging_approvals participants link remind_before"
               + " is_cancelled notes target blocks when_unavailable deployments_per_week"
               + " lead_time_seconds change_fail_rate recovery_time_seconds")
              .split(" "));

  /** The same of holidays and calendars. */
  static final Set<String> MEMBERS_OF_HOLIDAYS =
      Set.of("ics", "holidays", "calendar", "day", "turn");

  /** The same of boards. */
  static final Set<String> MEMBERS_OF_BOARDS =
      Set.of(
          "item",
          "after",
          "sprint_weeks",
          "plans_ahead",
          "planned_limit",
          "in_progress_limit",
          "over_limit",
          "points",
          "epic",
          "labels",
          "origin",
          "sprint",
          "column",
          "goal",
          "starts_on",
          "weeks",
          "retrospective",
          "unfinished");

  /** The same of runbooks, whose quick actions have ids of their own. */
  static final Set<String> MEMBERS_OF_RUNBOOKS = Set.of("id");

  /** The same of conditions of rules. */
  static final Set<String> MEMBERS_OF_CONDITIONS =
      Set.of(
          "when",
          "all",
          "any",
          "not",
          "matcher",
          "exists",
          "label",
          "gt",
          "ge",
          "lt",
          "le",
          "eq",
          "in",
          "time",
          "zone",
          "weekdays",
          "from",
          "to",
          "months",
          "days",
          "cel");

  /** The same of what hides alerts. */
  static final Set<String> MEMBERS_OF_HIDING =
      Set.of(
          "may_silence",
          "reads_all_alerts",
          "ends_by_clock",
          "shared_identity",
          "test_mode",
          "recent_bodies",
          "sns",
          "confirm",
          "topics",
          "duration",
          "ends_with_alerts",
          "created_by",
          "source_matchers",
          "target_matchers",
          "equal",
          "wait",
          "recurrence",
          "except",
          "hides_sev1",
          "returns",
          "within",
          "hold_down");

  private RouteBodies() {}
}
