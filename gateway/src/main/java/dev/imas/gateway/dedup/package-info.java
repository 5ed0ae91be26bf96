/**
 * A bounded memory of alerts believed to fire unchanged. A hint only: the statement checks, the row
 * decides.
 */
@NullMarked
package dev.imas.gateway.dedup;

import org.jspecify.annotations.NullMarked;
