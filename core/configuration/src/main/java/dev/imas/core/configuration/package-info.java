/**
 * Configuration as code: documents say what a tenant's configuration is to be, and a plan says what
 * has to change. What is planned is written by the resources of the API, with their checks.
 */
@NullMarked
package dev.imas.core.configuration;

import org.jspecify.annotations.NullMarked;
