/** What Opsgenie's clients ask after they posted. */
@NullMarked
package dev.imas.gateway.opsgenie;

import org.jspecify.annotations.NullMarked;
