/** Alertmanager and IMAS, given the same configuration and the same alerts, tell the same. */
@NullMarked
package dev.imas.e2e.agreement;

import org.jspecify.annotations.NullMarked;
