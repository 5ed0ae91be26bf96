/** How a tenant comes to be: administrators of the platform create it whole. */
@NullMarked
package dev.imas.core.onboarding;

import org.jspecify.annotations.NullMarked;
