/**
 * What an incident may be caused by, and who suffers from it, by what services depend on: upstream
 * services with open incidents, and the services downstream.
 */
@NullMarked
package dev.imas.core.impact;

import org.jspecify.annotations.NullMarked;
