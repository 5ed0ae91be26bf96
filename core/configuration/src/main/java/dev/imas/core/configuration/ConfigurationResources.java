package dev.imas.core.configuration;

import dev.imas.core.catalog.ContactRoutes;
import dev.imas.core.catalog.ServiceRoutes;
import dev.imas.core.catalog.TeamRoutes;
import dev.imas.core.contact.RuleRoutes;
import dev.imas.core.contact.UserContactRoutes;
import dev.imas.core.fallback.FallbackRoutes;
import dev.imas.core.http.ChangeGuard;
import dev.imas.core.schedule.OnCallRoutes;
import dev.imas.core.user.MemberRoutes;
import dev.imas.core.user.UserRoutes;
import java.time.InstantSource;

/**
 * What documents of people and teams are written by, which have parts of several features.
 *
 * @param references keeps what rules name
 * @param fallback must not lose its last contact
 */
public record ConfigurationResources(
    UserRoutes users,
    UserContactRoutes userContacts,
    RuleRoutes rules,
    TeamRoutes teams,
    MemberRoutes members,
    ContactRoutes teamContacts,
    ServiceRoutes services,
    OnCallRoutes onCall,
    ChangeGuard references,
    FallbackRoutes fallback,
    InstantSource clock) {}
