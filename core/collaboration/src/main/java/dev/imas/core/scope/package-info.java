/** Impact scopes: who else is concerned by an incident, and whom that tells. */
@NullMarked
package dev.imas.core.scope;

import org.jspecify.annotations.NullMarked;
