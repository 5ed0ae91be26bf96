/** Alerts as the API shows them. Only the ingest and expiry functions write them. */
@NullMarked
package dev.imas.core.alert;

import org.jspecify.annotations.NullMarked;
