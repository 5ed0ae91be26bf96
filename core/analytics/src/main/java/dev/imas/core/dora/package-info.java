/**
 * The five metrics of DORA: how often a tenant deploys, how soon a commit is in production, how
 * often that hurts, and how soon it is mended. They are computed from deployments, pushes and the
 * causes of incidents that people confirmed, as these were known at a moment.
 */
@NullMarked
package dev.imas.core.dora;

import org.jspecify.annotations.NullMarked;
