package dev.imas.core.configuration;

import dev.imas.core.catalog.ContactRoutes;
import dev.imas.core.catalog.ServiceRoutes;
import dev.imas.core.catalog.TeamRoutes;
import dev.imas.core.contact.CodeCountryRoutes;
import dev.imas.core.contact.MatrixRoutes;
import dev.imas.core.contact.RuleRoutes;
import dev.imas.core.contact.UserContactRoutes;
import dev.imas.core.fallback.FallbackRoutes;
import dev.imas.core.hold.DeliveryPolicyRoutes;
import dev.imas.core.policy.PolicyRoutes;
import dev.imas.core.provider.ProviderRoutes;
import dev.imas.core.room.RoomSettingRoutes;
import dev.imas.core.ruleset.RuleSetRoutes;
import dev.imas.core.schedule.HolidayRoutes;
import dev.imas.core.schedule.OnCallRoutes;
import dev.imas.core.schedule.ScheduleRoutes;
import dev.imas.core.scope.ScopeRoutes;
import dev.imas.core.source.SourceRoutes;
import dev.imas.core.template.LanguageRoutes;
import dev.imas.core.template.TemplateRoutes;
import dev.imas.core.token.ServiceAccountRoutes;
import dev.imas.core.totp.LogInSettingRoutes;
import dev.imas.core.user.MemberRoutes;
import dev.imas.core.user.UserRoutes;
import dev.imas.core.webhook.WebhookRoutes;
import java.time.InstantSource;

/** What documents are written by: the resources of the API, with their readers and checks. */
public record ConfigurationResources(
    ProviderRoutes providers,
    UserRoutes users,
    UserContactRoutes userContacts,
    RuleRoutes rules,
    TeamRoutes teams,
    MemberRoutes members,
    ContactRoutes teamContacts,
    OnCallRoutes onCall,
    ScheduleRoutes schedules,
    ScopeRoutes scopes,
    PolicyRoutes policies,
    ServiceRoutes services,
    SourceRoutes sources,
    ServiceAccountRoutes serviceAccounts,
    HolidayRoutes holidays,
    WebhookRoutes webhooks,
    TemplateRoutes templates,
    RuleSetRoutes ruleSets,
    MatrixRoutes matrix,
    DeliveryPolicyRoutes deliveryPolicy,
    LanguageRoutes language,
    CodeCountryRoutes verification,
    RoomSettingRoutes rooms,
    LogInSettingRoutes logInSettings,
    FallbackRoutes fallback,
    InstantSource clock) {}
