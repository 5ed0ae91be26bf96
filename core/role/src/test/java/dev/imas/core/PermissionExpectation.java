package dev.imas.core;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Who may use a route, written by hand from the requirements (IAM-02, IAM-03, IAM-05) and apart
 * from the product's own table, so that a mistake there is found.
 *
 * @param operation method and path
 * @param permission by its name
 * @param lowest the lowest role that may do it to the scene: end a grant that somebody else made,
 *     comment on many incidents at once, change another user
 * @param narrowed whether a grant for a team is enough, for what the team owns
 */
public record PermissionExpectation(
    String operation, String permission, String lowest, boolean narrowed) {

  public static final List<String> ROLES =
      List.of("viewer", "responder", "operator", "tenant_admin");

  private static final String TABLE =
"""
      GET    /me                               self.read            viewer
      POST   /me/confirmation                  self.edit            viewer
      GET    /me/totp                          self.read            viewer
      POST   /me/totp                          self.edit            viewer
      POST   /me/totp/confirm                  self.edit            viewer
      POST   /me/totp/recovery-codes           self.edit            viewer
      POST   /me/totp/disable                  self.edit            viewer
      GET    /me/views                         self.read            viewer
      POST   /me/views                         self.edit            viewer
      GET    /me/views/{id}                    self.read            viewer
      PUT    /me/views/{id}                    self.edit            viewer
      DELETE /me/views/{id}                    self.edit            viewer
      PUT    /me/views/{id}/default            self.edit            viewer
      DELETE /me/views/{id}/default            self.edit            viewer
      GET    /me/preferences                   self.read            viewer
      PUT    /me/preferences                   self.edit            viewer
      GET    /me/tokens                        self.read            viewer
      POST   /me/tokens                        self.edit            viewer
      DELETE /me/tokens/{id}                   self.edit            viewer
      GET    /me/push-key                      self.read            viewer
      GET    /me/inbox                         self.read            viewer
      GET    /me/inbox/unread                  self.read            viewer
      POST   /me/inbox/read                    self.edit            viewer
      POST   /me/inbox/unread                  self.edit            viewer
      GET    /search                           incident.read        viewer
      GET    /incidents                        incident.read        viewer
      POST   /incidents                        incident.create      operator
      GET    /incidents/facets                 incident.read        viewer
      GET    /incidents/{id}                   incident.read        viewer
      PATCH  /incidents/{id}                   incident.edit        operator      team
      GET    /incidents/{id}/timeline          incident.read        viewer
      PUT    /incidents/{id}/presence          incident.read        viewer
      GET    /incidents/{id}/escalation        incident.read        viewer
      GET    /incidents/{id}/pages             incident.read        viewer
      GET    /incidents/{id}/why               incident.read        viewer
      GET    /incidents/{id}/changes           incident.read        viewer
      POST   /incidents/{id}/changes/{change_kind}/{change}/judgement incident.acknowledge responder team
      GET    /suspects/hit-rate                incident.read        viewer
      GET    /suspects/precursors              incident.read        viewer
      GET    /incidents/{id}/impact            incident.read        viewer
      GET    /incidents/{id}/impact-versions   incident.read        viewer
      GET    /incident-fields                  incident.read        viewer
      POST   /incident-fields                  field.manage         tenant_admin
      GET    /incident-fields/{id}             incident.read        viewer
      PUT    /incident-fields/{id}             field.manage         tenant_admin
      DELETE /incident-fields/{id}             field.manage         tenant_admin
      GET    /causes                           incident.read        viewer
      PUT    /causes                           field.manage         tenant_admin
      POST   /incidents/{id}/acknowledge       incident.acknowledge responder     team
      POST   /incidents/{id}/unacknowledge     incident.acknowledge responder     team
      POST   /incidents/{id}/escalate          incident.acknowledge responder     team
      POST   /incidents/{id}/page              incident.acknowledge responder     team
      POST   /incidents/{id}/snooze            incident.acknowledge responder     team
      GET    /incidents/{id}/clocks            incident.read        viewer
      POST   /incidents/{id}/holds             incident.edit        operator      team
      POST   /incidents/{id}/holds/release     incident.edit        operator      team
      GET    /privacy/requests                 privacy.manage       tenant_admin
      POST   /privacy/requests                 privacy.manage       tenant_admin
      GET    /privacy/requests/{id}            privacy.manage       tenant_admin
      GET    /privacy/requests/{id}/findings   privacy.manage       tenant_admin
      POST   /privacy/requests/{id}/extension  privacy.manage       tenant_admin
      POST   /privacy/requests/{id}/closing    privacy.manage       tenant_admin
      POST   /privacy/requests/{id}/confirmation privacy.manage     tenant_admin
      GET    /privacy/requests/{id}/export     privacy.manage       tenant_admin
      GET    /me/export                        self.edit            viewer
      POST   /me/export                        self.edit            viewer
      GET    /me/export/file                   self.edit            viewer
      GET    /regimes                          incident.read        viewer
      GET    /obligations                      incident.read        viewer
      GET    /obligations/export               incident.read        viewer
      GET    /incidents/{id}/obligations       incident.read        viewer
      POST   /incidents/{id}/obligations       incident.edit        operator      team
      PATCH  /incidents/{id}/obligations/{obligation} incident.edit operator team
      POST   /incidents/{id}/obligations/{obligation}/stages/{stage}/submission incident.edit operator team
      POST   /incidents/{id}/obligations/{obligation}/stages/{stage}/waiver obligation.manage tenant_admin
      GET    /incidents/{id}/runbook           incident.read        viewer
      PUT    /incidents/{id}/runbook           incident.acknowledge responder     team
      DELETE /incidents/{id}/runbook           incident.acknowledge responder     team
      GET    /incidents/{id}/runbook/suggestions incident.read      viewer
      PUT    /incidents/{id}/runbook/steps/{step} incident.acknowledge responder  team
      GET    /items                            incident.read        viewer
      POST   /items                            item.manage          responder     team
      GET    /items/export                     incident.read        viewer
      GET    /items/{id}                       incident.read        viewer
      PATCH  /items/{id}                       item.manage          responder     team
      GET    /items/{id}/history               incident.read        viewer
      POST   /items/{id}/transitions           item.manage          responder     team
      POST   /items/{id}/tracker               item.manage          responder     team
      DELETE /items/{id}/tracker               item.manage          responder     team
      GET    /incidents/{id}/items             incident.read        viewer
      POST   /incidents/{id}/items             item.manage          responder     team
      GET    /post-mortems                     incident.read        viewer
      GET    /incidents/{id}/post-mortem       incident.read        viewer
      POST   /incidents/{id}/post-mortem       post_mortem.edit     responder     team
      PATCH  /incidents/{id}/post-mortem       post_mortem.edit     responder     team
      PUT    /incidents/{id}/post-mortem/sections/{section} post_mortem.edit responder team
      PUT    /incidents/{id}/post-mortem/citations post_mortem.edit responder     team
      POST   /incidents/{id}/post-mortem/transitions post_mortem.edit responder   team
      POST   /incidents/{id}/post-mortem/waiver post_mortem.waive   tenant_admin
      GET    /incidents/{id}/post-mortem/versions incident.read     viewer
      GET    /incidents/{id}/post-mortem/versions/{number} incident.read viewer
      GET    /incidents/{id}/post-mortem/document incident.read     viewer
      GET    /workflows/{item_kind}            incident.read        viewer
      PUT    /workflows/{item_kind}            workflow.manage      tenant_admin
      GET    /incidents/{id}/merges            incident.read        viewer
      GET    /incidents/{id}/links             incident.read        viewer
      POST   /incidents/{id}/links             incident.edit        operator      team
      DELETE /incidents/{id}/links/{link}      incident.edit        operator      team
      GET    /incidents/{id}/report            incident.read        viewer
      GET    /incidents/{id}/updates           incident.read        viewer
      POST   /incidents/{id}/updates           incident.acknowledge responder     team
      PUT    /incidents/{id}/updates/next      incident.acknowledge responder     team
      GET    /incidents/{id}/status-page       status_page.read     viewer
      GET    /incidents/{id}/roles             incident.read        viewer
      PUT    /incidents/{id}/roles/{role}      incident.edit        operator      team
      DELETE /incidents/{id}/roles/{role}      incident.edit        operator      team
      POST   /incidents/{id}/roles/{role}/take incident.acknowledge responder     team
      POST   /incidents/{id}/roles/{role}/leave incident.acknowledge responder    team
      POST   /incidents/{id}/merge             incident.edit        operator      team
      POST   /incidents/{id}/unmerge           incident.edit        operator      team
      POST   /incidents/{id}/mitigate          incident.mitigate    operator      team
      POST   /incidents/{id}/resolve           incident.resolve     operator      team
      POST   /incidents/{id}/reopen            incident.reopen      operator      team
      GET    /incidents/{id}/comments          incident.read        viewer
      POST   /incidents/{id}/comments          incident.comment     responder     team
      GET    /incidents/{id}/comments/{comment} incident.read       viewer
      PATCH  /incidents/{id}/comments/{comment} incident.comment    responder     team
      DELETE /incidents/{id}/comments/{comment} incident.comment    responder     team
      GET    /incidents/{id}/comments/{comment}/versions incident.read viewer
      PUT    /incidents/{id}/comments/{comment}/pin incident.comment responder    team
      DELETE /incidents/{id}/comments/{comment}/pin incident.comment responder    team
      PUT    /incidents/{id}/comments/{comment}/reactions/{reaction} incident.comment responder team
      DELETE /incidents/{id}/comments/{comment}/reactions/{reaction} incident.comment responder team
      POST   /incidents/actions                incident.read        responder
      GET    /alerts                           alert.read           viewer
      GET    /alerts/count                     alert.read           viewer
      GET    /alerts/groups                    alert.read           viewer
      GET    /alerts/facets                    alert.read           viewer
      GET    /alerts/{fingerprint}             alert.read           viewer
      GET    /alerts/{fingerprint}/explain     alert.read           viewer
      GET    /alerts/{fingerprint}/episodes    alert.read           viewer
      GET    /alerts/{fingerprint}/repeats     alert.read           viewer
      GET    /receipts/{id}                    alert.read           viewer
      GET    /labels                           alert.read           viewer
      GET    /labels/{name}/values             alert.read           viewer
      GET    /services                         service.read         viewer
      POST   /services                         service.create       tenant_admin
      GET    /services/{id}                    service.read         viewer
      PUT    /services/{id}                    service.manage       tenant_admin  team
      DELETE /services/{id}                    service.delete       tenant_admin
      GET    /unmatched-names                  service.read         viewer
      POST   /unmatched-names/reassign         incident.read        operator
      GET    /teams                            team.read            viewer
      POST   /teams                            team.create          tenant_admin
      GET    /teams/{id}                       team.read            viewer
      PUT    /teams/{id}                       team.manage          tenant_admin  team
      DELETE /teams/{id}                       team.delete          tenant_admin
      GET    /teams/{team}/contacts            team.read            viewer
      POST   /teams/{team}/contacts            contact.manage       tenant_admin  team
      GET    /teams/{team}/contacts/{id}       team.read            viewer
      PUT    /teams/{team}/contacts/{id}       contact.manage       tenant_admin  team
      DELETE /teams/{team}/contacts/{id}       contact.manage       tenant_admin  team
      POST   /teams/{team}/contacts/{id}/test  contact.manage       tenant_admin  team
      GET    /fallback                         team.read            viewer
      PUT    /fallback                         fallback.manage      tenant_admin
      GET    /source-types                     source.manage        tenant_admin
      GET    /source-types/profile-schema      source.manage        tenant_admin
      GET    /sources                          source.manage        tenant_admin
      POST   /sources                          source.manage        tenant_admin
      GET    /sources/{id}                     source.manage        tenant_admin
      PUT    /sources/{id}                     source.manage        tenant_admin
      DELETE /sources/{id}                     source.manage        tenant_admin
      GET    /sources/{id}/alerts              alert.read           viewer
      GET    /sources/{id}/keys                source.manage        tenant_admin
      POST   /sources/{id}/keys                source.manage        tenant_admin
      DELETE /sources/{id}/keys/{key}          source.manage        tenant_admin
      GET    /sources/{id}/subscriptions       source.manage        tenant_admin
      GET    /rule-sets                        rule.read            viewer
      POST   /rule-sets                        rule.create          tenant_admin
      GET    /rule-sets/active                 rule.read            viewer
      GET    /rule-sets/{version}              rule.read            viewer
      GET    /silences                         silence.read         viewer
      POST   /silences                         silence.manage       responder
      POST   /silences/preview                 silence.read         viewer
      GET    /silences/{id}                    silence.read         viewer
      PUT    /silences/{id}                    silence.manage       responder
      DELETE /silences/{id}                    silence.manage       responder
      GET    /maintenance-windows              maintenance_window.read    viewer
      POST   /maintenance-windows              maintenance_window.manage  responder
      POST   /maintenance-windows/preview      maintenance_window.read    viewer
      POST   /maintenance-windows/import       maintenance_window.manage  responder
      GET    /maintenance-windows/{id}         maintenance_window.read    viewer
      PUT    /maintenance-windows/{id}         maintenance_window.manage  responder
      DELETE /maintenance-windows/{id}         maintenance_window.manage  responder
      GET    /inhibit-rules                    inhibit_rule.read    viewer
      POST   /inhibit-rules                    inhibit_rule.manage  tenant_admin
      GET    /inhibit-rules/{id}               inhibit_rule.read    viewer
      PUT    /inhibit-rules/{id}               inhibit_rule.manage  tenant_admin
      DELETE /inhibit-rules/{id}               inhibit_rule.manage  tenant_admin
      GET    /time-intervals                   time_interval.read   viewer
      POST   /time-intervals                   time_interval.manage tenant_admin
      GET    /time-intervals/{id}              time_interval.read   viewer
      PUT    /time-intervals/{id}              time_interval.manage tenant_admin
      DELETE /time-intervals/{id}              time_interval.manage tenant_admin
      POST   /rule-sets/try                    rule.read            viewer
      POST   /sources/{id}/try                 rule.read            viewer
      GET    /sources/{id}/bodies              alert.read           viewer
      POST   /sources/{id}/bodies              source.manage        tenant_admin
      GET    /sources/{id}/bodies/{receipt}    alert.read           viewer
      POST   /sources/{id}/bodies/{receipt}/try  rule.read          viewer
      POST   /rule-sets/{version}/activate     rule.activate        tenant_admin
      POST   /rule-sets/rollback               rule.activate        tenant_admin
      POST   /rule-sets/deactivate             rule.activate        tenant_admin
      GET    /rule-sets/activations            rule.read            viewer
      GET    /rule-sets/{version}/diff/{other} rule.read            viewer
      POST   /rule-sets/{version}/simulate     rule.simulate        operator
      POST   /rule-sets/simulate               rule.simulate        operator
      GET    /simulations                      rule.simulate        operator
      GET    /simulations/{id}                 rule.simulate        operator
      DELETE /simulations/{id}                 rule.simulate        operator
      GET    /ledger                           ledger.read          viewer
      POST   /ledger/recount                   ledger.recount       operator
      GET    /metrics/summary                  incident.read        viewer
      GET    /metrics/trend                    incident.read        viewer
      GET    /dora/settings                    deployment.read      viewer
      PUT    /dora/settings                    notification.manage  tenant_admin
      GET    /metrics/settings                 incident.read        viewer
      PUT    /metrics/settings                 notification.manage  tenant_admin
      GET    /metrics/by-service               incident.read        viewer
      GET    /metrics/top-offenders            incident.read        viewer
      GET    /metrics/noise                    incident.read        viewer
      GET    /metrics/by-person                incident.read        viewer
      GET    /metrics/heatmap                  incident.read        viewer
      GET    /metrics/export                   incident.read        viewer
      GET    /ws                               change_feed.read     viewer
      GET    /stream                           change_feed.read     viewer
      GET    /metrics/alerts                   ledger.read          viewer
      GET    /deliveries                       delivery.read        viewer
      GET    /deliveries/{id}                  delivery.read        viewer
      POST   /deliveries/{id}/replay           delivery.replay      operator
      POST   /deliveries/replay                delivery.replay      operator
      GET    /delivery-objectives              delivery.read        viewer
      GET    /providers                        provider.read        viewer
      POST   /providers                        provider.manage      tenant_admin
      GET    /providers/types                  provider.read        viewer
      GET    /providers/{id}                   provider.read        viewer
      PUT    /providers/{id}                   provider.manage      tenant_admin
      DELETE /providers/{id}                   provider.manage      tenant_admin
      GET    /providers/{id}/health            provider.read        viewer
      POST   /providers/{id}/test              provider.manage      tenant_admin
      GET    /webhooks/outgoing                event_webhook.read   viewer
      POST   /webhooks/outgoing/register       event_webhook.manage tenant_admin
      GET    /webhooks/outgoing/{id}           event_webhook.read   viewer
      PUT    /webhooks/outgoing/{id}           event_webhook.manage tenant_admin
      DELETE /webhooks/outgoing/{id}           event_webhook.manage tenant_admin
      POST   /webhooks/outgoing/{id}/test      event_webhook.manage tenant_admin
      GET    /webhooks/outgoing/{id}/deliveries             event_webhook.read      viewer
      GET    /webhooks/outgoing/{id}/deliveries/{delivery}  event_webhook.read      viewer
      POST   /webhooks/outgoing/{id}/deliveries/{delivery}/redeliver  event_webhook.redeliver operator
      GET    /schedules                        on_call.read         viewer
      POST   /schedules                        schedule.create      tenant_admin
      GET    /schedules/{id}                   on_call.read         viewer
      PUT    /schedules/{id}                   schedule.manage      tenant_admin  team
      DELETE /schedules/{id}                   schedule.manage      tenant_admin  team
      GET    /schedules/{id}/shifts            on_call.read         viewer
      GET    /schedules/{id}/faults            on_call.read         viewer
      POST   /schedules/{id}/preview           on_call.read         viewer
      POST   /schedules/{id}/rotate            override.manage      operator      team
      GET    /schedules/{schedule}/overrides   on_call.read         viewer
      POST   /schedules/{schedule}/overrides   override.manage      operator      team
      GET    /schedules/{schedule}/overrides/{id}    on_call.read         viewer
      DELETE /schedules/{schedule}/overrides/{id}    override.manage      operator      team
      GET    /teams/{team}/on-call             on_call.read         viewer
      GET    /reachability                     user.read            viewer
      GET    /reachability/teams               on_call.read         viewer
      GET    /teams/{team}/stand-ins           on_call.read         viewer
      GET    /escalation-policies              escalation_policy.read    viewer
      POST   /escalation-policies              escalation_policy.create  tenant_admin
      GET    /escalation-policies/{id}         escalation_policy.read    viewer
      PUT    /escalation-policies/{id}         escalation_policy.manage  tenant_admin  team
      DELETE /escalation-policies/{id}         escalation_policy.manage  tenant_admin  team
      GET    /escalation-policies/{id}/versions    escalation_policy.read    viewer
      POST   /escalation-policies/{id}/dry-run     escalation_policy.read    viewer
      POST   /escalation-policies/dry-run      escalation_policy.read    viewer
      GET    /status-page                      status_page.read     viewer
      PUT    /status-page                      status_page.manage   tenant_admin
      GET    /status-page/preview              status_page.read     viewer
      GET    /status-page/components           status_page.read     viewer
      POST   /status-page/components           status_page.manage   tenant_admin
      GET    /status-page/components/{id}      status_page.read     viewer
      PUT    /status-page/components/{id}      status_page.manage   tenant_admin
      DELETE /status-page/components/{id}      status_page.manage   tenant_admin
      GET    /status-page/uptime               status_page.read     viewer
      GET    /status-page/maintenance          status_page.read     viewer
      POST   /status-page/maintenance          status_page.publish  operator
      GET    /status-page/maintenance/{id}     status_page.read     viewer
      PUT    /status-page/maintenance/{id}     status_page.publish  operator
      DELETE /status-page/maintenance/{id}     status_page.publish  operator
      GET    /status-page/incidents            status_page.read     viewer
      POST   /status-page/incidents            status_page.publish  operator
      GET    /status-page/incidents/{id}       status_page.read     viewer
      PUT    /status-page/incidents/{id}       status_page.publish  operator
      DELETE /status-page/incidents/{id}       status_page.publish  operator
      GET    /status-page/subscribers          status_page.manage   tenant_admin
      GET    /status-page/subscribers/count    status_page.read     viewer
      DELETE /status-page/subscribers/{id}     status_page.manage   tenant_admin
      POST   /status-page/incidents/{id}/updates status_page.publish operator
      GET    /drills                           drill.read           viewer
      POST   /drills                           drill.run            operator
      GET    /drills/{id}                      drill.read           viewer
      POST   /drills/{id}/acknowledge          drill.acknowledge    responder
      GET    /drill-schedules                  drill.read           viewer
      POST   /drill-schedules                  drill.run            operator
      GET    /drill-schedules/{id}             drill.read           viewer
      PUT    /drill-schedules/{id}             drill.run            operator
      DELETE /drill-schedules/{id}             drill.run            operator
      GET    /runbooks                         runbook.read         viewer
      POST   /runbooks                         runbook.manage       operator      team
      POST   /runbooks/try                     runbook.read         viewer
      GET    /runbooks/{id}                    runbook.read         viewer
      PUT    /runbooks/{id}                    runbook.manage       operator      team
      DELETE /runbooks/{id}                    runbook.manage       operator      team
      GET    /runbooks/{id}/versions           runbook.read         viewer
      GET    /heartbeats                       heartbeat.read       viewer
      POST   /heartbeats                       heartbeat.manage     operator
      GET    /heartbeats/{id}                  heartbeat.read       viewer
      PUT    /heartbeats/{id}                  heartbeat.manage     operator
      DELETE /heartbeats/{id}                  heartbeat.manage     operator
      POST   /heartbeats/{id}/key              heartbeat.manage     operator
      GET    /services/{id}/escalation-policy  escalation_policy.read    viewer
      PUT    /teams/{team}/stand-ins           schedule.manage      tenant_admin  team
      GET    /on-call                          on_call.read         viewer
      GET    /on-call/default                  on_call.read         viewer
      PUT    /on-call/default                  fallback.manage      tenant_admin
      GET    /me/shifts                        on_call.read         viewer
      POST   /schedules/{schedule}/covers      swap.ask             responder
      DELETE /schedules/{schedule}/covers/{id} swap.ask             operator
      GET    /schedules/{schedule}/swaps       on_call.read         viewer
      POST   /schedules/{schedule}/swaps       swap.ask             operator
      GET    /schedules/{schedule}/swaps/{id}  on_call.read         viewer
      POST   /schedules/{schedule}/swaps/{id}/accept   swap.ask     responder
      POST   /schedules/{schedule}/swaps/{id}/decline  swap.ask     responder
      POST   /schedules/{schedule}/swaps/{id}/withdraw swap.ask     responder
      GET    /schedules/{id}/fairness          on_call.read         viewer
      GET    /teams/{team}/fairness            on_call.read         viewer
      GET    /schedules/{schedule}/hand-over-notes on_call.read     viewer
      POST   /schedules/{schedule}/hand-over-notes swap.ask         responder
      GET    /holiday-calendars                on_call.read         viewer
      POST   /holiday-calendars                holiday.manage       tenant_admin
      GET    /holiday-calendars/{id}           on_call.read         viewer
      PUT    /holiday-calendars/{id}           holiday.manage       tenant_admin
      DELETE /holiday-calendars/{id}           holiday.manage       tenant_admin
      POST   /schedules/{schedule}/overrides/import override.manage operator      team
      GET    /absences                         on_call.read         viewer
      POST   /absences                         absence.enter        operator
      DELETE /absences/{id}                    absence.enter        operator
      GET    /calendar-feeds                   on_call.read         viewer
      POST   /calendar-feeds                   calendar_feed.manage responder
      DELETE /calendar-feeds/{id}              calendar_feed.manage responder
      GET    /events                           calendar.read        viewer
      GET    /events/{id}/ics                  calendar.read        viewer
      GET    /received-events                  alert.read           viewer
      GET    /dead-letters                     dead_letter.read     viewer
      GET    /dead-letters/{id}                dead_letter.read     viewer
      POST   /dead-letters/{id}/replay         dead_letter.replay   operator
      POST   /dead-letters/replay              dead_letter.replay   operator
      GET    /backups                          backup.read          tenant_admin
      POST   /backups/drills                   backup.drill         tenant_admin
      GET    /timers                           timer.manage         tenant_admin
      GET    /timers/{id}                      timer.manage         tenant_admin
      POST   /timers/{id}/run                  timer.manage         tenant_admin
      POST   /timers/{id}/skip                 timer.manage         tenant_admin
      GET    /tokens                           token.manage         tenant_admin
      POST   /tokens                           token.manage         tenant_admin
      POST   /tokens/{id}/regenerate           token.manage         tenant_admin
      DELETE /tokens/{id}                      token.manage         tenant_admin
      GET    /service-accounts                 token.manage         tenant_admin
      POST   /service-accounts                 token.manage         tenant_admin
      GET    /service-accounts/{id}            token.manage         tenant_admin
      PUT    /service-accounts/{id}            token.manage         tenant_admin
      DELETE /service-accounts/{id}            token.manage         tenant_admin
      GET    /grants                           grant.delegate       operator
      POST   /grants                           grant.delegate       operator
      GET    /grants/{id}                      grant.delegate       operator
      DELETE /grants/{id}                      grant.delegate       tenant_admin
      GET    /users                            user.read            viewer
      POST   /users                            user.manage          tenant_admin
      GET    /users/{id}                       user.read            viewer
      PUT    /users/{id}                       self.edit            tenant_admin
      DELETE /users/{id}                       user.manage          tenant_admin
      PUT    /users/{id}/password              self.edit            tenant_admin
      POST   /users/{id}/invitation            user.manage          tenant_admin
      GET    /users/{id}/sessions              self.edit            tenant_admin
      DELETE /users/{id}/sessions              self.edit            tenant_admin
      DELETE /users/{id}/sessions/{session}    self.edit            tenant_admin
      DELETE /users/{id}/totp                  user.manage          tenant_admin
      GET    /log-in-settings                  log_in.manage        tenant_admin
      PUT    /log-in-settings                  log_in.manage        tenant_admin
      GET    /users/{id}/notification-rules    self.edit            tenant_admin
      PUT    /users/{id}/notification-rules    self.edit            tenant_admin
      GET    /scopes                           scope.read           viewer
      POST   /scopes                           scope.manage         tenant_admin
      GET    /scopes/{id}                      scope.read           viewer
      PUT    /scopes/{id}                      scope.manage         tenant_admin
      DELETE /scopes/{id}                      scope.manage         tenant_admin
      GET    /lookup-tables                    lookup_table.read    viewer
      POST   /lookup-tables                    lookup_table.manage  tenant_admin
      GET    /lookup-tables/{id}               lookup_table.read    viewer
      PUT    /lookup-tables/{id}               lookup_table.manage  tenant_admin
      DELETE /lookup-tables/{id}               lookup_table.manage  tenant_admin
      GET    /environments                     deployment.read      viewer
      POST   /environments                     environment.manage   tenant_admin
      GET    /environments/{id}                deployment.read      viewer
      PUT    /environments/{id}                environment.manage   tenant_admin
      DELETE /environments/{id}                environment.manage   tenant_admin
      GET    /repositories                     deployment.read      viewer
      POST   /repositories                     repository.manage    tenant_admin
      GET    /repositories/unknown             deployment.read      viewer
      GET    /repositories/{id}                deployment.read      viewer
      PUT    /repositories/{id}                repository.manage    tenant_admin
      DELETE /repositories/{id}                repository.manage    tenant_admin
      GET    /deployments                      deployment.read      viewer
      POST   /deployments                      deployment.report    responder
      GET    /deployments/{id}                 deployment.read      viewer
      GET    /dora                             deployment.read      viewer
      GET    /dora/restatement                 deployment.read      viewer
      GET    /dora/{metric}/rows               deployment.read      viewer
      GET    /dora/report                      deployment.read      viewer
      GET    /dora/reports                     deployment.read      viewer
      GET    /deployment-windows               calendar.read        viewer
      POST   /deployment-windows               deployment_window.manage operator
      POST   /deployment-windows/preview       calendar.read        viewer
      GET    /deployment-windows/{id}          calendar.read        viewer
      PUT    /deployment-windows/{id}          deployment_window.manage operator
      POST   /deployment-windows/{id}/submit   deployment_window.manage operator
      POST   /deployment-windows/{id}/vote     deployment.approve   tenant_admin team
      POST   /deployment-windows/{id}/check    deployment_window.manage operator
      POST   /deployment-windows/{id}/start    deployment_window.manage operator
      POST   /deployment-windows/{id}/extend   deployment_window.manage operator
      POST   /deployment-windows/{id}/finish   deployment_window.manage operator
      POST   /deployment-windows/{id}/cancel   deployment_window.manage operator
      GET    /boards                           incident.read        viewer
      POST   /boards                           team.create          tenant_admin
      GET    /boards/{id}                      incident.read        viewer
      PUT    /boards/{id}                      team.manage          tenant_admin  team
      DELETE /boards/{id}                      team.manage          tenant_admin  team
      GET    /boards/{id}/columns              incident.read        viewer
      GET    /boards/{id}/items                incident.read        viewer
      POST   /boards/{id}/items                item.manage          responder     team
      PATCH  /boards/{id}/items/{item}         item.manage          responder     team
      DELETE /boards/{id}/items/{item}         item.manage          responder     team
      POST   /boards/{id}/moves                item.manage          responder     team
      GET    /boards/{id}/sprints              incident.read        viewer
      POST   /boards/{id}/sprints              item.manage          responder     team
      GET    /boards/{id}/sprints/{number}     incident.read        viewer
      GET    /boards/{id}/sprints/{number}/report  incident.read    viewer
      PATCH  /boards/{id}/sprints/{number}     item.manage          responder     team
      DELETE /boards/{id}/sprints/{number}     item.manage          responder     team
      POST   /boards/{id}/sprints/{number}/start  item.manage       responder     team
      POST   /boards/{id}/sprints/{number}/close  item.manage       responder     team
      GET    /meetings                         calendar.read        viewer
      POST   /meetings                         meeting.manage       responder
      GET    /meetings/{id}                    calendar.read        viewer
      PUT    /meetings/{id}                    meeting.manage       responder
      DELETE /meetings/{id}                    meeting.manage       responder
      PUT    /meetings/{id}/times/{start}      meeting.manage       responder
      DELETE /meetings/{id}/times/{start}      meeting.manage       responder
      GET    /error-budgets                    calendar.read        viewer
      POST   /error-budgets                    freeze.manage        tenant_admin
      POST   /error-budgets/preview            calendar.read        viewer
      GET    /error-budgets/{id}               calendar.read        viewer
      PUT    /error-budgets/{id}               freeze.manage        tenant_admin
      DELETE /error-budgets/{id}               freeze.manage        tenant_admin
      GET    /freezes                          calendar.read        viewer
      POST   /freezes                          freeze.manage        tenant_admin
      POST   /freezes/preview                  calendar.read        viewer
      GET    /freezes/{id}                     calendar.read        viewer
      PUT    /freezes/{id}                     freeze.manage        tenant_admin
      DELETE /freezes/{id}                     freeze.manage        tenant_admin
      POST   /gate                             deployment.gate      operator     team
      GET    /gate/summary                     deployment.read      viewer
      POST   /gate/replay                      deployment.read      viewer
      GET    /gate/decisions                   deployment.read      viewer
      GET    /gate/decisions/{id}              deployment.read      viewer
      POST   /gate/decisions/{id}/override     freeze.override      tenant_admin
      GET    /gate/policy                      calendar.read        viewer
      PUT    /gate/policy                      freeze.manage        tenant_admin
      GET    /tags                             tag.read             viewer
      POST   /tags                             tag.manage           tenant_admin
      GET    /tags/popular                     tag.read             viewer
      GET    /tags/{id}                        tag.read             viewer
      PUT    /tags/{id}                        tag.manage           tenant_admin
      DELETE /tags/{id}                        tag.manage           tenant_admin
      GET    /incidents/{id}/tags              incident.read        viewer
      POST   /incidents/{id}/tags              incident.tag         responder     team
      DELETE /incidents/{id}/tags/{tag}        incident.tag         responder     team
      PUT    /incidents/{id}/scopes/{scope}    incident.edit        operator      team
      DELETE /incidents/{id}/scopes/{scope}    incident.edit        operator      team
      GET    /incidents/{id}/rooms             room.read            viewer
      POST   /incidents/{id}/rooms             room.open            responder     team
      POST   /incidents/{id}/rooms/archive     room.open            responder     team
      GET    /room-settings                    room.read            viewer
      PUT    /room-settings                    room.manage          tenant_admin
      GET    /verification-settings            notification.read    viewer
      PUT    /verification-settings            notification.manage  tenant_admin
      GET    /notification-matrix              notification.read    viewer
      PUT    /notification-matrix              notification.manage  tenant_admin
      GET    /delivery-policy                  notification.read    viewer
      PUT    /delivery-policy                  notification.manage  tenant_admin
      GET    /flapping-policy                  notification.read    viewer
      PUT    /flapping-policy                  notification.manage  tenant_admin
      GET    /service-levels                   notification.read    viewer
      PUT    /service-levels                   notification.manage  tenant_admin
      GET    /storm-policy                     notification.read    viewer
      PUT    /storm-policy                     notification.manage  tenant_admin
      GET    /storms                           incident.read        viewer
      GET    /storms/{id}                      incident.read        viewer
      GET    /storms/{id}/incidents            incident.read        viewer
      POST   /storms/{id}/release              incident.acknowledge responder     team
      POST   /storms/{id}/resolve              incident.resolve     operator      team
      GET    /message-language                 notification.read    viewer
      PUT    /message-language                 notification.manage  tenant_admin
      GET    /message-templates                notification.read    viewer
      GET    /message-templates/variables      notification.read    viewer
      GET    /message-templates/{language}/{kind}/{form}           notification.read    viewer
      PUT    /message-templates/{language}/{kind}/{form}           notification.manage  tenant_admin
      DELETE /message-templates/{language}/{kind}/{form}           notification.manage  tenant_admin
      GET    /message-templates/{language}/{kind}/{form}/versions  notification.read    viewer
      POST   /message-templates/{language}/{kind}/{form}/revert    notification.manage  tenant_admin
      POST   /message-templates/{language}/{kind}/{form}/preview   notification.manage  tenant_admin
      GET    /users/{user}/contacts            self.edit            tenant_admin
      POST   /users/{user}/contacts            self.edit            tenant_admin
      GET    /users/{user}/contacts/{id}       self.edit            tenant_admin
      PUT    /users/{user}/contacts/{id}       self.edit            tenant_admin
      DELETE /users/{user}/contacts/{id}       self.edit            tenant_admin
      POST   /users/{user}/contacts/{id}/send-code   self.edit            tenant_admin
      POST   /users/{user}/contacts/{id}/verify      self.edit            tenant_admin
      GET    /teams/{team}/members             team.read            viewer
      PUT    /teams/{team}/members/{user}      team.manage          tenant_admin  team
      DELETE /teams/{team}/members/{user}      team.manage          tenant_admin  team
      POST   /auth/login                       session.open         anybody
      GET    /installation                     self.read            viewer
      POST   /auth/refresh                     session.open         anybody
      POST   /auth/logout                      session.open         anybody
      POST   /auth/forgotten                   session.open         anybody
      POST   /auth/invitation                  session.open         anybody
      POST   /auth/register                    session.open         anybody
      POST   /auth/2fa/verify                  session.open         anybody
      POST   /auth/2fa/setup                   session.open         anybody
      POST   /auth/2fa/enable                  session.open         anybody
      GET    /configuration                    configuration.read   tenant_admin
      POST   /configuration                    configuration.apply  tenant_admin
      GET    /configuration/schema             configuration.read   tenant_admin
      POST   /imports/alertmanager             configuration.read   tenant_admin
      GET    /audit                            audit.read           tenant_admin
      GET    /audit/chain                      audit.read           tenant_admin
      GET    /tenants                          tenant.manage        platform_admin
      POST   /tenants                          tenant.manage        platform_admin
""";

  /** By operation. */
  public static final Map<String, PermissionExpectation> ALL =
      TABLE
          .lines()
          .map(line -> line.strip().split(" +"))
          .map(
              word ->
                  new PermissionExpectation(
                      word[0] + " " + word[1],
                      word[2],
                      word[3],
                      Arrays.asList(word).contains("team")))
          .collect(Collectors.toMap(PermissionExpectation::operation, Function.identity()));

  /** Whether it needs no token, so that no token is looked at. */
  boolean isForAnybody() {
    return lowest.equals("anybody");
  }

  /** Whether nobody in a tenant may do it. */
  boolean isOfThePlatform() {
    return lowest.equals("platform_admin");
  }

  public boolean allows(String role) {
    return !isOfThePlatform() && ROLES.indexOf(role) >= ROLES.indexOf(lowest);
  }
}
